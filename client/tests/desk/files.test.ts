import { describe, expect, it } from "vitest";
import { decide, isRisky, LARGEST_SHOWN, mayShow, safeName } from "../../desk/files.js";

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
const HTML = new TextEncoder().encode("<script>alert(1)</script>");
const RIFF = new Uint8Array([0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x45, 0x42, 0x50]);

describe("what is shown of a file", () => {
  it("shows pictures that are what they claim to be", () => {
    expect(decide("image/png", 9, PNG)).toEqual({ showing: "picture", type: "image/png", disguised: false });
    expect(decide("image/webp", 12, RIFF).showing).toBe("picture");
    expect(decide("IMAGE/PNG; x=y", 9, PNG).showing).toBe("picture");
  });

  it("never shows what claims to be a picture and is not", () => {
    expect(decide("image/png", HTML.length, HTML)).toEqual({
      showing: "never", type: "application/octet-stream", disguised: true,
    });
    expect(decide("image/webp", 8, RIFF.subarray(0, 8)).disguised).toBe(true);
    expect(decide("image/jpeg", 0, new Uint8Array()).disguised).toBe(true);
  });

  it("shows a PDF that begins like one", () => {
    const pdf = new TextEncoder().encode("%PDF-1.7\n");
    expect(decide("application/pdf", 9, pdf)).toEqual({
      showing: "pdf", type: "application/pdf", disguised: false,
    });
    expect(decide("application/pdf", HTML.length, HTML)).toEqual({
      showing: "never", type: "application/octet-stream", disguised: true,
    });
    expect(decide("image/png", 9, pdf).disguised).toBe(true);
  });

  it("never shows HTML, SVG or anything else", () => {
    for (const type of ["text/html", "image/svg+xml", "application/xhtml+xml", "text/plain", "", "video/mp4"]) {
      expect(decide(type, 10, HTML)).toEqual({
        showing: "never", type: "application/octet-stream", disguised: false,
      });
      expect(mayShow(type, 10)).toBe(false);
    }
  });

  it("saves large files instead of showing them", () => {
    expect(mayShow("image/png", LARGEST_SHOWN)).toBe(true);
    expect(mayShow("image/png", LARGEST_SHOWN + 1)).toBe(false);
    expect(decide("image/png", LARGEST_SHOWN + 1, PNG).showing).toBe("never");
  });
});

describe("names to save under", () => {
  it("keeps an honest name", () => {
    expect(safeName("Verslag – 3 mei (definitief).pdf")).toBe("Verslag – 3 mei (definitief).pdf");
  });

  it("leaves no folder, no hidden direction and no control character", () => {
    expect(safeName("../../etc/passwd")).toBe("_.._etc_passwd");
    expect(safeName("C:\\Windows\\x.pdf")).toBe("C_Windows_x.pdf");
    expect(safeName("photo\u202Egpj.exe")).toBe("photogpj.exe.txt");
    expect(safeName("a\u0000b\n.pdf")).toBe("ab.pdf");
  });

  it("gives a dangerous ending a harmless one", () => {
    for (const name of ["x.html", "x.SVG", "factuur.pdf.exe", "x.docm", "link.url", "x.js ", "x.hta."]) {
      expect(safeName(name)).toMatch(/\.txt$/);
    }
    expect(isRisky("x.pdf")).toBe(false);
    expect(isRisky("x.exe. .")).toBe(true);
    expect(isRisky("html")).toBe(false);
  });

  it("always gives a name, never a reserved or endless one", () => {
    expect(safeName("")).toBe("file");
    expect(safeName("...")).toBe("file");
    expect(safeName("CON.txt")).toBe("_CON.txt");
    expect(safeName("nul")).toBe("_nul");
    expect(Array.from(safeName(`${"é".repeat(500)}.pdf`))).toHaveLength(104);
  });
});
