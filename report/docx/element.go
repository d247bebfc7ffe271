package docx

import (
	"bytes"
	"encoding/xml"
	"strings"

	"github.com/varighet/varighet/internal/celltext"
)

// A node is an element of XML, or a text if it has no name.
type node struct {
	name       string
	attributes []string // names and values in turn
	children   []node
	text       string
}

// el is an element with what is in it.
func el(name string, children ...node) node { return node{name: name, children: children} }

// attr is an element with attributes: names and values in turn.
func attr(name string, attributes ...string) node { return node{name: name, attributes: attributes} }

// val is an element whose value is an attribute, as most of Word's are.
func val(name, value string) node { return attr(name, "w:val", value) }

// in puts children into an element.
func (n node) in(children ...node) node {
	n.children = append(n.children[:len(n.children):len(n.children)], children...)
	return n
}

// textNode is a text, in which what nobody sees is a number.
func textNode(s string) node { return node{text: celltext.Visible(s)} }

// document is the element as an XML file.
func (n node) document() []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	n.write(&b)
	b.WriteByte('\n')
	return b.Bytes()
}

// ownLine are the elements that begin a line of the file, so that two files can be compared.
var ownLine = map[string]bool{"w:p": true, "w:tbl": true, "w:tr": true, "w:sdt": true, "w:sectPr": true}

// write writes the element. What XML does not allow in a text becomes U+FFFD, the mark for a
// sign that cannot be shown.
func (n node) write(b *bytes.Buffer) {
	if n.name == "" {
		xml.EscapeText(b, []byte(n.text))
		return
	}
	if ownLine[n.name] {
		b.WriteByte('\n')
	}
	b.WriteString("<" + n.name)
	for i := 0; i < len(n.attributes); i += 2 {
		b.WriteString(" " + n.attributes[i] + `="`)
		xml.EscapeText(b, []byte(celltext.Visible(n.attributes[i+1])))
		b.WriteByte('"')
	}
	if len(n.children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	for _, c := range n.children {
		c.write(b)
	}
	b.WriteString("</" + n.name + ">")
}

// para is a paragraph in a style. Its properties come first, in the order of the schema, so that
// a section can be put last among them.
func para(style string, properties []node, runs ...node) node {
	return el("w:p", el("w:pPr", val("w:pStyle", style)).in(properties...)).in(runs...)
}

// staying are the properties of a paragraph that stays on the page of what comes after it, if it does.
func staying(stays bool) []node {
	if !stays {
		return nil
	}
	return []node{el("w:keepNext")}
}

// line is a paragraph of one text.
func line(style, s string) node { return para(style, nil, run(s)) }

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// run is a text with its properties. Line breaks and tabs in it are those of Word.
func run(s string, properties ...node) node {
	r := el("w:r")
	if len(properties) > 0 {
		r = r.in(el("w:rPr", properties...))
	}
	for i, l := range strings.Split(newlines.Replace(s), "\n") {
		if i > 0 {
			r = r.in(el("w:br"))
		}
		for k, t := range strings.Split(l, "\t") {
			if k > 0 {
				r = r.in(el("w:tab"))
			}
			r = r.in(attr("w:t", "xml:space", "preserve").in(textNode(t)))
		}
	}
	return r
}

// field is a field of Word, such as a number that it counts, with what it came to when written.
func field(code, result string) []node {
	return []node{fieldChar("begin"), fieldCode(code), fieldChar("separate"), run(result), fieldChar("end")}
}

func fieldChar(kind string) node { return el("w:r", attr("w:fldChar", "w:fldCharType", kind)) }

func fieldCode(code string) node {
	return el("w:r", attr("w:instrText", "xml:space", "preserve").in(textNode(" "+code+" ")))
}
