package docx

import "strconv"

const (
	officeTypes  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageTypes = "http://schemas.openxmlformats.org/package/2006"
	wordTypes    = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// A relation is how one part names another. Its id is its place in the list.
type relation struct{ kind, target string }

var packageRelations = []relation{
	{officeTypes + "/officeDocument", "word/document.xml"},
	{packageTypes + "/relationships/metadata/core-properties", "docProps/core.xml"},
}

// documentRelations are those of every document; pictures come after.
var documentRelations = []relation{
	{officeTypes + "/styles", "styles.xml"},
	{officeTypes + "/settings", "settings.xml"},
	{officeTypes + "/numbering", "numbering.xml"},
	{officeTypes + "/header", "header.xml"},
	{officeTypes + "/footer", "footer.xml"},
}

const headerID, footerID = "rId4", "rId5"

// relationID is the id of the n-th relation, from 0.
func relationID(n int) string { return "rId" + strconv.Itoa(n+1) }

func relationships(list []relation) node {
	n := attr("Relationships", "xmlns", packageTypes+"/relationships")
	for i, r := range list {
		n = n.in(attr("Relationship", "Id", relationID(i), "Type", r.kind, "Target", r.target))
	}
	return n
}

// contentTypes says what each part holds.
func contentTypes() node {
	n := attr("Types", "xmlns", packageTypes+"/content-types")
	for _, d := range [][2]string{{"rels", "application/vnd.openxmlformats-package.relationships+xml"}, {"xml", "application/xml"},
		{"png", "image/png"}, {"svg", "image/svg+xml"}} {
		n = n.in(attr("Default", "Extension", d[0], "ContentType", d[1]))
	}
	for _, o := range [][2]string{{"/word/document.xml", wordTypes + "document.main+xml"}, {"/word/styles.xml", wordTypes + "styles+xml"},
		{"/word/settings.xml", wordTypes + "settings+xml"}, {"/word/numbering.xml", wordTypes + "numbering+xml"},
		{"/word/header.xml", wordTypes + "header+xml"}, {"/word/footer.xml", wordTypes + "footer+xml"},
		{"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"}} {
		n = n.in(attr("Override", "PartName", o[0], "ContentType", o[1]))
	}
	return n
}

// properties are the title and the language; no user and no clock.
func (d *document) properties() node {
	return attr("cp:coreProperties", "xmlns:cp", packageTypes+"/metadata/core-properties", "xmlns:dc", "http://purl.org/dc/elements/1.1/").
		in(el("dc:title", textNode(d.page.Title)), el("dc:language", textNode(d.language())))
}
