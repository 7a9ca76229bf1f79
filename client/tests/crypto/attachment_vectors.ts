/** The vectors of attachments (docs/spec/envelope.md §6), for make_vectors.ts. */

import { sealAttachment } from "../../crypto/attachment.js";
import { concat, sha256Hex, utf8 } from "../../crypto/bytes.js";
import { canonicalJson } from "../../crypto/canonical.js";
import { age, classic, type Fields, flipped, id, room, whole, write } from "./vector_cast.js";

export async function attachmentVectors(): Promise<void> {
  /* attachment */

  const content = utf8("Foto van de sluisdeur.\n".repeat(400));
  async function sealedFile(bytes: Uint8Array): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    await sealAttachment(new Blob([bytes as Uint8Array<ArrayBuffer>]).stream(), bytes.length, room.recipient, (_, piece) => {
      pieces.push(piece);
      return Promise.resolve();
    });
    return concat(...pieces);
  }
  async function attachment(name: string, expect: string, sealed: Uint8Array, bytes: Uint8Array, changes: Record<string, unknown> = {}): Promise<void> {
    const manifest = {
      id: id("attachment"),
      name: "sluisdeur.jpg",
      type: "image/jpeg",
      size: bytes.length,
      sealed_size: sealed.length,
      epoch: 1,
      pieces: [await sha256Hex(sealed)],
      original: false,
      removed: ["gps"],
      ...changes,
    };
    write("attachment", name, [
      ["expect", expect],
      ["identity", room.identity],
      ["manifest", canonicalJson(manifest)],
      ...(expect === "success" ? ([["content", await sha256Hex(bytes)]] as Fields) : []),
    ], sealed);
  }
  const file = await sealedFile(content);
  const threeChunks = utf8("kolk 2\n".repeat(20_000));
  await attachment("three_chunks", "success", await sealedFile(threeChunks), threeChunks);
  await attachment("exactly_one_chunk", "success", await sealedFile(new Uint8Array(65_536).fill(1)), new Uint8Array(65_536).fill(1));
  await attachment("photograph", "success", file, content);
  await attachment("empty_file", "success", await sealedFile(new Uint8Array(0)), new Uint8Array(0));
  await attachment("one_byte", "success", await sealedFile(new Uint8Array(1)), new Uint8Array(1));
  await attachment("piece_altered", "tampered: piece", flipped(file, 5000), content, { pieces: [await sha256Hex(file)] });
  await attachment("payload_altered_with_matching_digest", "tampered: seal", flipped(file, 5000), content);
  await attachment("cut_off", "tampered: piece", file.subarray(0, 5000), content, { sealed_size: file.length });
  await attachment("size_shorter_than_content", "tampered: padding", file, content, { size: content.length - 1 });
  await attachment("size_does_not_match_sealed_size", "tampered: manifest", file, content, { size: content.length * 2 });
  await attachment("too_many_pieces", "tampered: manifest", file, content, { pieces: [await sha256Hex(file), await sha256Hex(file)] });
  await attachment("manifest_with_unknown_member", "tampered: manifest", file, content, { more: 1 });
  await attachment("manifest_without_original", "tampered: manifest", file, content, { original: null });
  await attachment("classic_recipient", "tampered: manifest", await age((e) => { e.addRecipient(classic); }), whole);
}
