#!/bin/sh
# SPDX-License-Identifier: MIT
#
# make-pdf.sh - PDF files with one hidden thing each, and their clean twins.
#
#   tests/documents/make-pdf.sh FOLDER
#
# Typed out object by object, so that what is in them can be read here.
set -eu
export LC_ALL=C
out=${1:?usage: make-pdf.sh FOLDER}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# pdf FILE PAGE-KEYS CATALOG-KEYS TRAILER-KEYS OBJECT…: objects 1 to 5 are the
# catalogue, the pages, the page, its content (standard input) and a font; the
# arguments from the fifth on are 6, 7, ….
pdf() {
	file=$out/$1 page=$2 catalog=$3 trailer=$4
	shift 4
	cat >"$tmp/content"
	: >"$tmp/offsets"
	printf '%%PDF-1.7\n' >"$file"
	n=0
	object() {
		n=$((n + 1))
		wc -c <"$file" >>"$tmp/offsets"
		printf '%d 0 obj\n%s\nendobj\n' $n "$1" >>"$file"
	}
	object "<< /Type /Catalog /Pages 2 0 R $catalog >>"
	object "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
	object "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]
/Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /Properties << /L1 6 0 R >> >> $page >>"
	object "<< /Length $(wc -c <"$tmp/content") >>
stream
$(cat "$tmp/content")
endstream"
	object "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
	for o; do
		object "$o"
	done
	start=$(wc -c <"$file")
	{
		printf 'xref\n0 %d\n0000000000 65535 f \n' $((n + 1))
		awk '{ printf "%010d 00000 n \n", $1 }' "$tmp/offsets"
		printf 'trailer\n<< /Root 1 0 R /Size %d %s >>\n' $((n + 1)) \
		    "$trailer"
		printf 'startxref\n%d\n%%%%EOF\n' "$start"
	} >>"$file"
}

secret='National Insurance number MW 00 00 00 A'
# Two lines anybody sees; what is hidden comes between.
above='BT /F1 12 Tf 72 740 Td (Report to the parish meeting on the bus shelter.) Tj ET'
below='BT /F1 12 Tf 72 600 Td (The shelter will be painted in the spring.) Tj ET'
content() {
	printf '%s\n%s\n%s\n' "$above" "$1" "$below"
}
# text COLOUR SIZE X Y WORDS
text() {
	printf '%s rg BT /F1 %s Tf %s %s Td (%s) Tj ET 0 g' "$@"
}
box='0 0 0 rg 70 675 300 18 re f'

content "$(text '0 0 0' 12 72 680 "$secret") $box" | pdf black-box.pdf '' '' ''
content "$box $(text '0 0 0' 12 72 640 'The tenant was told.')" |
    pdf black-box-clean.pdf '' '' ''
content "$(text '0 0 0' 12 72 680 "$secret") 1 1 1 rg 70 675 300 18 re f 0 g" |
    pdf white-box.pdf '' '' ''
content '1 1 1 rg 70 675 300 18 re f 0 g' | pdf white-box-clean.pdf '' '' ''
content "$(text '0 0 0' 12 72 680 "$secret")" | pdf redact-mark.pdf \
    '/Annots [<< /Type /Annot /Subtype /Redact /Rect [70 675 370 693] >>]' '' ''
content "$(text '0 0 0' 12 72 640 'The tenant was told.')" |
    pdf redact-mark-clean.pdf \
    '/Annots [<< /Type /Annot /Subtype /Redact /Rect [70 675 370 693] >>]' '' ''

content "$(text '1 1 1' 12 72 680 "$secret")" | pdf white-text.pdf '' '' ''
content "0.1 0.2 0.4 rg 70 675 400 18 re f $(text '1 1 1' 12 72 680 \
    'A heading in white on a dark band')" | pdf white-text-clean.pdf '' '' ''
content "$(text '0 0 0' 0.01 72 680 "$secret")" | pdf no-size.pdf '' '' ''
content "$(text '0 0 0' 6 72 680 'Small print.')" | pdf no-size-clean.pdf '' '' ''
content "$(text '0 0 0' 12 72 -300 "$secret")" | pdf off-page.pdf '' '' ''
content "$(text '0 0 0' 12 72 20 'Page 1')" | pdf off-page-clean.pdf '' '' ''

layers='/OCProperties << /OCGs [6 0 R] /D << /OFF [%s] /Order [6 0 R] >> >>'
layer='<< /Type /OCG /Name (Notes) >>'
content "/OC /L1 BDC $(text '0 0 0' 12 72 680 "$secret") EMC" |
    pdf layer-off.pdf '' "$(printf "$layers" '6 0 R')" '' "$layer"
content "/OC /L1 BDC $(text '0 0 0' 12 72 680 'Agreed in March.') EMC" |
    pdf layer-off-clean.pdf '' "$(printf "$layers" '')" '' "$layer"

content '' | pdf annotation.pdf "/Annots [<< /Type /Annot /Subtype /Text
/Rect [400 680 420 700] /Contents ($secret) >>]" '' ''
content '' | pdf annotation-clean.pdf '/Annots [<< /Type /Annot /Subtype /Text
/Rect [400 680 420 700] /Contents (Agreed.) >>]' '' ''

field="<< /Type /Annot /Subtype /Widget /FT /Tx /T (Tenant) /F 2
/Rect [72 670 372 690] /DA (/F1 12 Tf 0 g) /V (%s) >>"
form='/AcroForm << /Fields [6 0 R] /DR << /Font << /F1 5 0 R >> >> >>'
content '' | pdf form-field.pdf '/Annots [6 0 R]' "$form" '' \
    "$(printf "$field" "$secret")"
content '' | pdf form-field-clean.pdf '/Annots [6 0 R]' "$form" '' \
    "$(printf "$field" 'none')"

names='/Names << /EmbeddedFiles << /Names [(tenant.txt) 6 0 R] >> >>'
filespec='<< /Type /Filespec /F (tenant.txt) /EF << /F 7 0 R >> >>'
embedded() {
	printf '<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream' \
	    ${#1} "$1"
}
content '' | pdf attachment.pdf '' "$names" '' "$filespec" \
    "$(embedded "$secret")"
content '' | pdf attachment-clean.pdf '' "$names" '' "$filespec" \
    "$(embedded 'Agreed in March.')"

content '' | pdf information.pdf '' '' '/Info 6 0 R' "<< /Subject ($secret) >>"
content '' | pdf information-clean.pdf '' '' '/Info 6 0 R' '<< /Subject (Bins) >>'
