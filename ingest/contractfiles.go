package ingest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/varighet/varighet/ingest/cell"
	"github.com/varighet/varighet/ingest/idnumber"
	"github.com/varighet/varighet/internal/limit"
)

var (
	errTooDeep  = errors.New("it is nested too deeply")
	errTooMany  = errors.New("one contract has too many elements")
	errNoExport = errors.New("no contracts")
)

const exportHint = "export the contracts with their DoctorCycles (ExportGPContracts), or give monthly lists as CSV or Excel"

// contractsXML reads an export as XML.
func (r *reading) contractsXML(data []byte) error {
	f := r.file()
	f.format = "XML"
	x := &contractXML{contractSink: contractSink{reading: r, f: f}, dec: xml.NewDecoder(bytes.NewReader(data))}
	x.dec.Strict = true
	x.dec.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		switch strings.ToLower(charset) {
		case "iso-8859-1", "windows-1252", "latin1":
			return charmap.Windows1252.NewDecoder().Reader(in), nil
		case "utf-8", "us-ascii", "utf-16": // UTF-16 was decoded with the rest of the file
			return in, nil
		}
		return nil, errors.New("unknown encoding")
	}
	return x.done(x.document())
}

// contractsJSON reads an export as JSON.
func (r *reading) contractsJSON(data []byte) error {
	f := r.file()
	f.format = "JSON"
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	j := &contractJSON{contractSink: contractSink{reading: r, f: f}, dec: json.NewDecoder(bytes.NewReader(data))}
	j.dec.UseNumber()
	return j.done(j.document())
}

// A contractSink collects contracts and looks at all text on the way.
type contractSink struct {
	*reading
	f       *fileResult
	records int
	nodes   int

	filled, doubtful int64 // values, and those that may be national identity numbers
}

func (s *contractSink) next() int { s.records++; return s.records }

func (s *contractSink) take(n *node) {
	s.f.contracts = append(s.f.contracts, readContract(n, s.next))
	s.nodes = 0
}

// see looks for national identity numbers, which full exports have of doctors
// and patients. name is that of the element.
func (s *contractSink) see(name, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	s.filled++
	like := idnumber.National([]byte(text))
	if like == idnumber.ByChance && !ofPerson(name) {
		s.doubtful++
	}
	if like == idnumber.Sure || like == idnumber.ByChance && ofPerson(name) {
		s.refuseNationalID()
	}
}

// ofPerson reports whether an element says who somebody is.
func ofPerson(name string) bool {
	return name == "nin" || strings.HasSuffix(name, "hprnumber") || strings.HasSuffix(name, "name")
}

func (s *contractSink) refuseNationalID() {
	if s.f.nationalIDs++; s.f.nationalIDs == 1 {
		s.f.refuse(0, 0, "national-id", "the export holds what looks like a national identity number; the file is refused",
			"such numbers must not be here: export without full person information and without patients")
	}
}

// endDoubts judges the values that may be national identity numbers by how many they are.
func (s *contractSink) endDoubts() {
	switch {
	case idnumber.TooMany(s.doubtful, s.filled):
		s.refuseNationalID()
	case s.doubtful > 0:
		s.f.warnings.add(doubtWarning(s.f.name, "the export", 0, s.doubtful))
	}
}

// node counts an element of a contract.
func (s *contractSink) node(depth int) error {
	switch s.nodes++; {
	case s.nodes > s.limits.Of(limit.ExportElements):
		return fmt.Errorf("%w: the limit is %s", errTooMany, s.limits.Text(limit.ExportElements))
	case depth > s.limits.Of(limit.ExportDepth):
		return s.tooDeep()
	}
	return nil
}

func (s *contractSink) tooDeep() error {
	return fmt.Errorf("%w: the limit is %s", errTooDeep, s.limits.Text(limit.ExportDepth))
}

// done says what came of the file.
func (s *contractSink) done(err error) error {
	f := s.f
	s.endDoubts()
	if err == nil && len(f.contracts) == 0 {
		err = errNoExport
	}
	if err == nil && f.problems.Len() == 0 {
		return nil
	}
	f.contracts = nil
	switch {
	case err == errNoExport && f.found:
		f.aside = "a " + f.format + " file without GP contracts"
	case err == errNoExport:
		f.refuse(0, 0, "not-a-table", "this is a "+f.format+" file without GP contracts", exportHint)
	case err != nil:
		f.refuse(0, 0, "not-a-table", "the "+f.format+" file cannot be read: "+plainReason(err),
			"ask for the export again: the file is damaged or cut off")
	}
	return nil
}

// plainReason words an error without anything the file holds.
func plainReason(err error) string {
	switch {
	case errors.Is(err, errTooDeep), errors.Is(err, errTooMany):
		return err.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends early"
	}
	return "it is not well-formed"
}

// contractXML walks over a document.
type contractXML struct {
	contractSink
	dec *xml.Decoder
}

func (x *contractXML) document() error {
	for depth := 0; ; {
		tok, err := x.dec.RawToken()
		if err == io.EOF && depth == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch el := tok.(type) {
		case xml.StartElement:
			if strings.EqualFold(el.Name.Local, "GPContract") {
				n, err := x.element(el, depth+1)
				if err != nil {
					return err
				}
				if n.at("doctorcycles") != nil || n.at("id") != nil {
					x.take(n)
				}
				continue
			}
			if depth++; depth > x.limits.Of(limit.ExportDepth) {
				return x.tooDeep()
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			x.see("", string(el))
		}
	}
}

// element reads an element to its end.
func (x *contractXML) element(start xml.StartElement, depth int) (*node, error) {
	n := &node{name: strings.ToLower(start.Name.Local)}
	if err := x.node(depth); err != nil {
		return nil, err
	}
	for _, a := range start.Attr {
		x.see(strings.ToLower(a.Name.Local), a.Value)
	}
	for {
		tok, err := x.dec.RawToken()
		if err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		switch el := tok.(type) {
		case xml.StartElement:
			kid, err := x.element(el, depth+1)
			if err != nil {
				return nil, err
			}
			if kid.name != "patientlist" {
				n.kids = append(n.kids, kid)
			}
		case xml.EndElement:
			if el.Name.Local != start.Name.Local {
				return nil, errors.New("elements overlap")
			}
			x.see(n.name, n.text)
			return n, nil
		case xml.CharData:
			n.text += string(el)
		}
	}
}

// contractJSON walks over a document: a list of contracts, an object that has
// such a list in one of its fields, one contract, or one after another.
type contractJSON struct {
	contractSink
	dec *json.Decoder
}

func (j *contractJSON) document() error {
	for {
		tok, err := j.dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := j.find(tok, 0); err != nil {
			return err
		}
	}
}

// find looks for contracts in a value that begins with a token: elements of lists
// are read one at a time.
func (j *contractJSON) find(tok json.Token, depth int) error {
	if depth > 4 {
		n, err := j.value("", tok, depth)
		if err != nil {
			return err
		}
		return j.maybe(n)
	}
	switch tok {
	case json.Delim('['):
		for j.dec.More() {
			tok, err := j.dec.Token()
			if err != nil {
				return err
			}
			if tok == json.Delim('{') || tok == json.Delim('[') {
				if err := j.find(tok, depth+1); err != nil {
					return err
				}
				continue
			}
			j.seeScalar("", tok)
		}
		_, err := j.dec.Token()
		return err
	case json.Delim('{'):
		return j.object(depth)
	}
	j.seeScalar("", tok)
	return nil
}

// object reads an object that is a contract, or has contracts in a list.
func (j *contractJSON) object(depth int) error {
	n := &node{}
	for j.dec.More() {
		key, err := j.dec.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		name = strings.ToLower(name)
		tok, err := j.dec.Token()
		if err != nil {
			return err
		}
		isList := strings.HasSuffix(name, "contracts") || name == "items" || name == "value" || name == "data"
		if tok == json.Delim('[') && isList {
			if err := j.find(tok, depth+1); err != nil {
				return err
			}
			continue
		}
		kid, err := j.value(name, tok, depth+1)
		if err != nil {
			return err
		}
		if name != "patientlist" {
			n.kids = append(n.kids, kid)
		}
	}
	if _, err := j.dec.Token(); err != nil {
		return err
	}
	return j.maybe(n)
}

// maybe takes an object for a contract if it has what makes one.
func (j *contractJSON) maybe(n *node) error {
	if n.at("doctorcycles") != nil {
		j.take(n)
	}
	return nil
}

// value reads a value to its end.
func (j *contractJSON) value(name string, tok json.Token, depth int) (*node, error) {
	n := &node{name: name}
	if err := j.node(depth); err != nil {
		return nil, err
	}
	open, ok := tok.(json.Delim)
	if !ok {
		n.text = j.seeScalar(name, tok)
		return n, nil
	}
	for j.dec.More() {
		name := ""
		if open == '{' {
			key, err := j.dec.Token()
			if err != nil {
				return nil, err
			}
			name, _ = key.(string)
			if cell.HasNationalID([]byte(name)) {
				j.refuseNationalID()
			}
			name = strings.ToLower(name)
		}
		tok, err := j.dec.Token()
		if err != nil {
			return nil, err
		}
		kid, err := j.value(name, tok, depth+1)
		if err != nil {
			return nil, err
		}
		if name != "patientlist" {
			n.kids = append(n.kids, kid)
		}
	}
	_, err := j.dec.Token()
	return n, err
}

func (j *contractJSON) seeScalar(name string, tok json.Token) string {
	s := ""
	switch v := tok.(type) {
	case string:
		s = v
	case json.Number:
		s = v.String()
	case bool:
		s = "false"
		if v {
			s = "true"
		}
	}
	j.see(name, s)
	return s
}
