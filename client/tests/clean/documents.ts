/** Small office packages with traces of people in every place that is known to hold them. */

import { strToU8, zipSync } from "fflate";

import { SENTINEL, tellingJpeg, tellingPng } from "./pictures.js";

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";
const MICROSOFT = "http://schemas.microsoft.com/office/2011/relationships";
export const TYPE = "application/vnd.openxmlformats-officedocument.";
const W = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${OFFICE}"`;

export type Parts = Record<string, Uint8Array>;
export type Relation = [id: string, type: string, target: string, external?: boolean];

export const xml = (body: string): Uint8Array =>
  strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<!-- ${SENTINEL} -->${body}`);

export function relations(...all: Relation[]): Uint8Array {
  const lines = all.map(
    ([id, type, target, external]) =>
      `<Relationship Id="${id}" Type="${type}" Target="${target}"${external ? ' TargetMode="External"' : ""}/>`,
  );
  return xml(`<Relationships xmlns="${PACKAGE}">${lines.join("")}</Relationships>`);
}

export function types(main: string, mainType: string, ...others: [string, string][]): Uint8Array {
  const overrides = [[main, mainType] as const, ...others].map(
    ([part, type]) => `<Override PartName="/${part}" ContentType="${type}"/>`,
  );
  const defaults = ["rels", "xml", "jpeg", "png", "bin", "emf", "xlsx"].map(
    (extension) => `<Default Extension="${extension}" ContentType="application/${extension}"/>`,
  );
  return xml(
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${defaults.join("")}${overrides.join("")}</Types>`,
  );
}

export const zip = (parts: Parts): Uint8Array => zipSync(parts);

const properties: Parts = {
  "docProps/core.xml": xml(`<cp:coreProperties xmlns:cp="c"><cp:lastModifiedBy>${SENTINEL}</cp:lastModifiedBy></cp:coreProperties>`),
  "docProps/app.xml": xml(`<Properties><Company>${SENTINEL}</Company></Properties>`),
  "docProps/custom.xml": xml(`<Properties><property name="${SENTINEL}"/></Properties>`),
  "docProps/thumbnail.jpeg": tellingJpeg(),
  "docMetadata/LabelInfo.xml": xml(`<labelList id="${SENTINEL}"/>`),
};

const root = (main: string): Uint8Array =>
  relations(
    ["rId1", `${OFFICE}/officeDocument`, main],
    ["rId2", `${PACKAGE}/metadata/core-properties`, "docProps/core.xml"],
    ["rId3", `${OFFICE}/extended-properties`, "docProps/app.xml"],
    ["rId4", `${OFFICE}/custom-properties`, "docProps/custom.xml"],
    ["rId5", `${PACKAGE}/metadata/thumbnail`, "docProps/thumbnail.jpeg"],
    ["rId6", "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels", "docMetadata/LabelInfo.xml"],
  );

/** A Word file: tracked changes, comments, a picture, a template on somebody's disk. */
export function wordParts(): Parts {
  const author = `w:author="${SENTINEL}" w:date="2018-05-04T12:00:00Z"`;
  return {
    "[Content_Types].xml": types(
      "word/document.xml",
      `${TYPE}wordprocessingml.document.main+xml`,
      ["docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"],
      ["word/comments.xml", `${TYPE}wordprocessingml.comments+xml`],
      ["word/people.xml", `${TYPE}wordprocessingml.people+xml`],
      ["word/settings.xml", `${TYPE}wordprocessingml.settings+xml`],
    ),
    "_rels/.rels": root("word/document.xml"),
    ...properties,
    "word/document.xml": xml(
      `<w:document ${W} xmlns:wp="wp" xmlns:pic="pic" xmlns:a="a"><w:body>` +
        `<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD"><w:r w:rsidRPr="00EF0123"><w:t xml:space="preserve">Kapot &amp; stil &#233;n </w:t></w:r>` +
        `<w:ins w:id="1" ${author}><w:r><w:t>erbij</w:t></w:r></w:ins>` +
        `<w:del w:id="2" w:author="Van Dalen" w:date="2018-05-04T12:00:00Z"><w:r><w:delText>weg</w:delText></w:r></w:del>` +
        `<w:sdt><w:sdtPr><w:dataBinding w:xpath="${SENTINEL}"/></w:sdtPr><w:sdtContent/></w:sdt>` +
        `<wp:docPr id="1" name="Picture 1" descr="C:\\Users\\${SENTINEL}\\foto.jpg"/>` +
        `<pic:cNvPr id="2" name="${SENTINEL}.jpg"/><a:blip r:embed="rId3"/>` +
        `<w:hyperlink r:id="rId8"><w:r><w:t>map</w:t></w:r></w:hyperlink>` +
        `</w:p></w:body></w:document>`,
    ),
    "word/_rels/document.xml.rels": relations(
      ["rId1", `${OFFICE}/comments`, "comments.xml"],
      ["rId2", `${OFFICE}/settings`, "/word/settings.xml"],
      ["rId3", `${OFFICE}/image`, "media/image1.jpeg"],
      ["rId4", `${MICROSOFT}/people`, "people.xml"],
      ["rId5", `${OFFICE}/customXml`, "../customXml/item1.xml"],
      ["rId6", `${OFFICE}/image`, "media/image2.png"],
      ["rId7", `${OFFICE}/hyperlink`, "https://example.org/", true],
      ["rId8", `${OFFICE}/hyperlink`, `file:///C:/Users/${SENTINEL}/map`, true],
    ),
    "word/comments.xml": xml(
      `<w:comments ${W}><w:comment w:id="0" ${author} w:initials="${SENTINEL}"><w:p><w:r><w:t>Klopt dit?</w:t></w:r></w:p></w:comment></w:comments>`,
    ),
    "word/settings.xml": xml(
      `<w:settings ${W} xmlns:w15="w15"><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>` +
        `<w:docVars><w:docVar w:name="x" w:val="${SENTINEL}"/></w:docVars><w15:docId w15:val="{${SENTINEL}}"/><w:zoom w:percent="100"/></w:settings>`,
    ),
    "word/_rels/settings.xml.rels": relations(["rId1", `${OFFICE}/attachedTemplate`, `file:///C:/Users/${SENTINEL}/x.dotx`, true]),
    "word/people.xml": xml(`<w15:people xmlns:w15="w15"><w15:person w15:author="${SENTINEL}"/></w15:people>`),
    "word/media/image1.jpeg": tellingJpeg(),
    "word/media/image2.png": tellingPng(),
    "customXml/item1.xml": xml(`<x>${SENTINEL}</x>`),
    "customXml/_rels/item1.xml.rels": relations(["rId1", `${OFFICE}/customXmlProps`, "itemProps1.xml"]),
    "customXml/itemProps1.xml": xml("<x/>"),
    "word/media/forgotten.jpeg": tellingJpeg(),
  };
}

/** An Excel file: comments old and new, a pivot table, a printer, a path, another workbook. */
export function excelParts(): Parts {
  const S = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"`;
  return {
    "[Content_Types].xml": types("xl/workbook.xml", `${TYPE}spreadsheetml.sheet.main+xml`),
    "_rels/.rels": root("xl/workbook.xml"),
    ...properties,
    "xl/workbook.xml": xml(
      `<workbook ${S} xmlns:mc="mc" xmlns:x15ac="x15ac" xmlns:xr="xr"><fileVersion appName="xl" lastEdited="7"/><fileSharing userName="${SENTINEL}"/>` +
        `<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\\Users\\${SENTINEL}\\"/></mc:Choice></mc:AlternateContent>` +
        `<xr:revisionPtr documentId="${SENTINEL}"/><sheets><sheet name="Uren" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": relations(
      ["rId1", `${OFFICE}/worksheet`, "worksheets/sheet1.xml"],
      ["rId2", `${OFFICE}/pivotCacheDefinition`, "pivotCache/p1.xml"],
      ["rId3", "http://schemas.microsoft.com/office/2017/10/relationships/person", "persons/person.xml"],
      ["rId4", `${OFFICE}/externalLink`, "externalLinks/e1.xml"],
      ["rId5", `${OFFICE}/revisionHeaders`, "revisions/revisionHeaders.xml"],
      ["rId6", `${OFFICE}/connections`, "connections.xml"],
    ),
    "xl/worksheets/sheet1.xml": xml(
      `<worksheet ${S}><sheetData><row r="1"><c r="A1"><v>38</v></c></row></sheetData><pageSetup orientation="portrait" r:id="rId1"/></worksheet>`,
    ),
    "xl/worksheets/_rels/sheet1.xml.rels": relations(
      ["rId1", `${OFFICE}/printerSettings`, "../printerSettings/printerSettings1.bin"],
      ["rId2", `${OFFICE}/comments`, "../comments1.xml"],
      ["rId3", "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment", "../threadedComments/t1.xml"],
    ),
    "xl/printerSettings/printerSettings1.bin": strToU8(SENTINEL),
    "xl/comments1.xml": xml(
      `<comments ${S}><authors><author>${SENTINEL}</author><author>Kuiper</author></authors><commentList><comment ref="A1" authorId="0"><text><t>Te hoog</t></text></comment></commentList></comments>`,
    ),
    "xl/threadedComments/t1.xml": xml(
      `<ThreadedComments><threadedComment ref="A1" dT="2018-05-04T12:00:00.00" personId="{1}" id="{2}"><text>Te hoog</text></threadedComment></ThreadedComments>`,
    ),
    "xl/persons/person.xml": xml(
      `<personList><person displayName="${SENTINEL}" id="{1}" userId="S::${SENTINEL}" providerId="AD"/></personList>`,
    ),
    "xl/pivotCache/p1.xml": xml(`<pivotCacheDefinition ${S} refreshedBy="${SENTINEL}" refreshedDate="43000"/>`),
    "xl/externalLinks/e1.xml": xml(`<externalLink ${S}><externalBook r:id="rId1"/></externalLink>`),
    "xl/externalLinks/_rels/e1.xml.rels": relations(["rId1", `${OFFICE}/externalLinkPath`, `file:///\\\\server\\${SENTINEL}\\b.xlsx`, true]),
    "xl/revisions/revisionHeaders.xml": xml(`<headers userName="${SENTINEL}"/>`),
    "xl/connections.xml": xml(
      `<connections ${S}><connection id="1" name="c" type="1" sourceFile="C:\\${SENTINEL}"><dbPr connection="User=${SENTINEL}"/></connection></connections>`,
    ),
  };
}

/** A PowerPoint file: comment authors old and new, tags, a workbook behind a chart. */
export function slideParts(): Parts {
  const P = `xmlns:p="p" xmlns:r="${OFFICE}"`;
  return {
    "[Content_Types].xml": types("ppt/presentation.xml", `${TYPE}presentationml.presentation.main+xml`),
    "_rels/.rels": root("ppt/presentation.xml"),
    ...properties,
    "ppt/presentation.xml": xml(
      `<p:presentation ${P}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:custDataLst><p:tags r:id="rId5"/></p:custDataLst></p:presentation>`,
    ),
    "ppt/_rels/presentation.xml.rels": relations(
      ["rId1", `${OFFICE}/slide`, "slides/slide1.xml"],
      ["rId2", `${OFFICE}/commentAuthors`, "commentAuthors.xml"],
      ["rId3", "http://schemas.microsoft.com/office/2018/10/relationships/authors", "authors.xml"],
      ["rId4", "http://schemas.microsoft.com/office/2016/11/relationships/changesInfo", "changesInfos/c1.xml"],
      ["rId5", `${OFFICE}/tags`, "tags/tag1.xml"],
    ),
    "ppt/slides/slide1.xml": xml(`<p:sld ${P}><p:cSld/></p:sld>`),
    "ppt/slides/_rels/slide1.xml.rels": relations(
      ["rId1", `${OFFICE}/comments`, "../comments/comment1.xml"],
      ["rId2", `${OFFICE}/package`, "../embeddings/book.xlsx"],
      ["rId3", `${OFFICE}/image`, "../media/image1.emf"],
    ),
    "ppt/comments/comment1.xml": xml(`<p:cmLst ${P}><p:cm authorId="0" dt="2018-05-04T12:00:00" idx="1"><p:text>Dit klopt niet</p:text></p:cm></p:cmLst>`),
    "ppt/commentAuthors.xml": xml(`<p:cmAuthorLst ${P}><p:cmAuthor id="0" name="${SENTINEL}" initials="${SENTINEL}" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>`),
    "ppt/authors.xml": xml(`<p188:authorLst xmlns:p188="p188"><p188:author id="{1}" name="${SENTINEL}" initials="N" userId="${SENTINEL}" providerId="AD"/></p188:authorLst>`),
    "ppt/changesInfos/c1.xml": xml(`<x name="${SENTINEL}"/>`),
    "ppt/tags/tag1.xml": xml(`<p:tagLst ${P}><p:tag name="x" val="${SENTINEL}"/></p:tagLst>`),
    "ppt/embeddings/book.xlsx": zip(excelParts()),
    "ppt/media/image1.emf": strToU8("a drawing"),
  };
}
