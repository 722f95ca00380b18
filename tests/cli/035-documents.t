#!/bin/sh
# Documents and exports of databases: in archives, listed twice, and PDF with
# and without the program that reads it.
. "${0%/*}/../lib.sh"

self=$(command -v newsidx)

# without_programs ARGUMENT...: newsidx where no other program can be found.
without_programs()
{
	PATH=/nowhere "$self" "$@"
}

# pdf TEXT: a document of one page.
pdf()
{
	printf '%%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n'
	printf '2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n'
	printf '3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]'
	printf '/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n'
	printf '4 0 obj\n<</Length %d>>stream\n' $((${#1} + 38))
	printf 'BT /F1 12 Tf 72 740 Td (%s) Tj ET   \nendstream\nendobj\n' "$1"
	printf '5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\n'
	printf 'endobj\ntrailer<</Size 6/Root 1 0 R>>\n%%%%EOF\n'
}

# factiva NUMBER HEADLINE: an article as it stands on a page.
factiva()
{
	printf '<div class="article enArticle"><div>%s</div>' "$2"
	printf '<div>4 words</div><div>2 May 2012</div><div>Evening Star</div>'
	printf '<div>English</div><p>%s, it is said.</p>' "$2"
	printf '<p>Document ESTAR0000201205020000%s</p></div>\n' "$1"
}

mkdir docx docx/word
echo '<Types/>' >'docx/[Content_Types].xml'
printf '<w:document><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:document>' \
	'The lighthouse is sold.' >docx/word/document.xml
(cd docx && zip -q -X ../light.docx '[Content_Types].xml' word/document.xml)
printf '{\\rtf1\\ansi The caf\\u233? is open.}' >bell.rtf
zip -q files.zip light.docx bell.rtf

test_begin 'a document in an archive is one article'
test_ok newsidx build -i idx files.zip
test_stdout_has 'Indexed 2 articles'
test_ok newsidx query -i idx lighthouse
test_ok newsidx query -i idx café

test_begin 'an article listed twice is indexed once'
{
	echo '<!DOCTYPE html><html><body>'
	factiva a1 'The ferry stays'
	factiva a1 'The ferry stays'
	factiva a2 'The tram stops'
} >twice.html
test_ok newsidx build -i twice twice.html
test_stdout_has 'Indexed 2 articles'
test_stdout_has '1 duplicate'

test_begin 'PDF is skipped, saying why, where nothing reads it'
pdf 'The harbour is frozen' >frozen.pdf
tar -cf frozen.tar frozen.pdf bell.rtf
test_ok without_programs build -i without frozen.tar
test_ok newsidx ledger -i without --skipped
test_stdout_has 'install pdftotext (poppler-utils)'
test_code 1 newsidx query -i without frozen

test_begin 'and read where pdftotext is'
if command -v pdftotext >/dev/null; then
	test_ok newsidx build -i with frozen.tar
	test_ok newsidx query -i with frozen
else
	test_skip 'no pdftotext'
fi

test_done
