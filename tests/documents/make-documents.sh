#!/bin/sh
# SPDX-License-Identifier: MIT
#
# make-documents.sh - the documents of sources/ in every format, by LibreOffice.
#
#   tests/documents/make-documents.sh FOLDER
#
# Flat OpenDocument files (sources/NAME.fodt, .fods, .fodp) are converted to
# DOCX, ODT, DOC, RTF and PDF, to XLSX, ODS and XLS, to PPTX, ODP and PPT.
# What LibreOffice cannot write is put into what it has written: a very hidden
# sheet, a pivot table's and another workbook's values.  PDF files with one
# hidden thing each are typed out by make-pdf.sh.
#
# tests/documents/samples/ holds what came out for DOCX, XLSX, PPTX and PDF, so
# that the tests need no LibreOffice; contrib/test makes all anew.
set -eu
out=${1:?usage: make-documents.sh FOLDER}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
out=$(cd "$out" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# convert EXTENSION SOURCE…
convert() {
	to=$1
	shift
	soffice -env:UserInstallation="file://$tmp/office" --headless \
	    --convert-to "$to" --outdir "$out" "$@" >>"$tmp/log" 2>&1 || {
		cat "$tmp/log" >&2
		exit 1
	}
}
for to in docx odt doc rtf pdf; do
	convert $to "$here"/sources/*.fodt
done
for to in xlsx ods xls; do
	convert $to "$here"/sources/*.fods
done
for to in pptx odp ppt; do
	convert $to "$here"/sources/*.fodp
done

# patch FROM TO: unpacks a document, runs the commands on standard input there,
# packs it again.
patch() {
	rm -rf "$tmp/part"
	mkdir "$tmp/part"
	(cd "$tmp/part" && unzip -q "$out/$1" && sh -eu && rm -f "$out/$2" &&
	    zip -q -X -r "$out/$2" .)
}

patch hidden-sheet.xlsx very-hidden-sheet.xlsx <<'EOF'
sed -i 's/state="hidden"/state="veryHidden"/' xl/workbook.xml
grep -q veryHidden xl/workbook.xml
EOF
cp "$out/hidden-sheet-clean.xlsx" "$out/very-hidden-sheet-clean.xlsx"

# The records of a pivot table stay when the sheet they came from is deleted.
# pivot FILE NUMBER
pivot() {
	patch hidden-sheet-clean.xlsx "$1" <<EOF
mkdir -p xl/pivotCache/_rels
cat >xl/pivotCache/pivotCacheDefinition1.xml <<'XML'
<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1" recordCount="2"><cacheSource type="worksheet"><worksheetSource ref="A1:B3" sheet="Tenants"/></cacheSource><cacheFields count="2"><cacheField name="Tenant"><sharedItems count="2"><s v="Resident one"/><s v="Resident two"/></sharedItems></cacheField><cacheField name="National Insurance number"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>
XML
cat >xl/pivotCache/pivotCacheRecords1.xml <<'XML'
<pivotCacheRecords xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2"><r><x v="0"/><s v="not given"/></r><r><x v="1"/><s v="$2"/></r></pivotCacheRecords>
XML
cat >xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels <<'XML'
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotCacheRecords" Target="pivotCacheRecords1.xml"/></Relationships>
XML
sed -i 's|</Relationships>|<Relationship Id="rIdP" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotCacheDefinition" Target="pivotCache/pivotCacheDefinition1.xml"/></Relationships>|' xl/_rels/workbook.xml.rels
sed -i 's|</workbook>|<pivotCaches><pivotCache cacheId="1" r:id="rIdP"/></pivotCaches></workbook>|' xl/workbook.xml
sed -i 's|</Types>|<Override PartName="/xl/pivotCache/pivotCacheDefinition1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"/><Override PartName="/xl/pivotCache/pivotCacheRecords1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheRecords+xml"/></Types>|' '[Content_Types].xml'
EOF
}
pivot pivot-cache.xlsx 'MW 00 00 00 A'
pivot pivot-cache-clean.xlsx 'not given'

# The last values of cells in another workbook are kept beside a link to it.
# external FILE VALUE
external() {
	patch hidden-sheet-clean.xlsx "$1" <<EOF
mkdir -p xl/externalLinks/_rels
cat >xl/externalLinks/externalLink1.xml <<'XML'
<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><externalBook r:id="rId1"><sheetNames><sheetName val="Tenants"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="7"><cell r="A7" t="str"><v>National Insurance number</v></cell><cell r="B7" t="str"><v>$2</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>
XML
cat >xl/externalLinks/_rels/externalLink1.xml.rels <<'XML'
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" Target="tenants.xlsx" TargetMode="External"/></Relationships>
XML
sed -i 's|</Relationships>|<Relationship Id="rIdE" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>|' xl/_rels/workbook.xml.rels
sed -i 's|</sheets>|</sheets><externalReferences><externalReference r:id="rIdE"/></externalReferences>|' xl/workbook.xml
sed -i 's|</Types>|<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>|' '[Content_Types].xml'
EOF
}
external external-link.xlsx 'MW 00 00 00 A'
external external-link-clean.xlsx 'not given'

"$here/make-pdf.sh" "$out"
