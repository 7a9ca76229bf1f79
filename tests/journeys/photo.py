"""A small JPEG with GPS coordinates and a camera's name in it, as telephones make them."""

import struct

CAMERA = b"KustCam 7 van Noor"

#: One grey pixel, baseline JPEG.
PIXEL = bytes.fromhex(
    "ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d1a1c1c20242e2720222c"
    "231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080001000101011100ffc4001f0000010501010"
    "1010101000000000000000001020304050607080910"
    + "0b"
    + "ffc400b5100002010303020403050504040000017d"
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728"
    "292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a83848586878889"
    "8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1"
    "e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fbd3ffd9"
)


def photo() -> bytes:
    """The picture, with Exif that says where (Lissabon) and with what it was taken."""
    return b"\xff\xd8" + exif() + PIXEL


def exif() -> bytes:
    """An APP1 segment: camera model, and an IFD with latitude and longitude."""
    camera = CAMERA + b"\0"
    first, gps = 8, 8 + 2 + 2 * 12 + 4
    values = gps + 2 + 4 * 12 + 4
    degrees = struct.pack(">6I", 38, 1, 42, 1, 40, 1)
    tiff = b"MM\0*" + struct.pack(">I", first)
    tiff += struct.pack(">H", 2)
    tiff += struct.pack(">HHII", 0x0110, 2, len(camera), values + 48)
    tiff += struct.pack(">HHII", 0x8825, 4, 1, gps) + struct.pack(">I", 0)
    tiff += struct.pack(">H", 4)
    tiff += struct.pack(">HHI4s", 1, 2, 2, b"N\0\0\0") + struct.pack(">HHII", 2, 5, 3, values)
    tiff += struct.pack(">HHI4s", 3, 2, 2, b"W\0\0\0") + struct.pack(">HHII", 4, 5, 3, values + 24)
    tiff += struct.pack(">I", 0) + degrees + degrees + camera
    segment = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment
