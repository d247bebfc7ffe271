package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A documentCase is a command whose document is held against a schema of docs/schemas.
type documentCase struct {
	schema string // without .schema.json
	args   string // parted by blanks; "" for what the command before has written
	file   string // that has the document; "" is standard output
	code   int    // that the command ends with
}

const timesOf = " --time t --event e --entry s"

// documentCases ask for everything that a document can have. They run in this order, in one folder.
var documentCases = []documentCase{
	{"simulate-1", "simulate -o made --seed 1 --lists 80 --municipalities 10 --first 2015-01 --last 2019-06 --slips " +
		"--form names-and-numbers,files,renumbered", "made/truth.json", 0},
	{"reference-1", "reference import --klass made/reference/klass_codes.csv --klass made/reference/klass_changes.csv " +
		"--population made/reference/befolkning_07459.csv -o ref", "ref/manifest.json", 0},
	{"check-1", "check --json made/monthly --reference ref", "", 0},
	{"check-1", "check --json few.csv faulty.csv notes.txt", "", 1},
	{"plan-1", "ingest --plan --json made/monthly -o reg --reference ref", "", 0},
	{"register-2-printed", "ingest --json made/monthly -o reg --reference ref", "", 0},
	{"register-2", "ingest made/monthly -o reg --reference ref", "reg/manifest.json", 0},
	{"plan-1", "ingest --plan --json made/monthly -o reg --reference ref", "", 0},
	{"register-2-printed", "ingest --json few.csv -o few --set-aside-faults", "", 0},
	{"key-1", "key show --json reg.key", "", 0},
	{"study-1", "run made-up.toml -o study", "study/made-up/manifest.json", 0},
	{"study-1", "run own.toml -o own", "own/own/manifest.json", 0},
	{"numbers-1", "", "own/own/numbers.json", 0},
	{"study-plan-1", "run --plan --json own.toml -o own", "", 0},
	{"study-plan-1", "run --plan --json own.toml -o own --force", "", 0},
	{"study-plan-1", "run --plan --json own.toml -o elsewhere", "", 0},
	{"verify-1", "verify --json own/own/manifest.json", "", 0},
	{"difference-1", "report diff --json study/made-up own/own", "", 0},
	{"baseline-1", "baselines show --json nsdm2020-table6-1", "", 0},
	{"baseline-1", "baselines show --json nsdm2020-within-13-months", "", 0},

	{"km-1", "survival km --json reg --reference ref --by size_group --quantiles 0.25,0.5 --at 12,500 --rmst 24 --contrasts " +
		"--pairwise holm --bracket 1 --band equal-precision --follow-up", "", 0},
	{"km-1", "survival km --json rows.csv" + timesOf + " --by g --tests logrank,trend --permutation --permutations 50 --bootstrap 20", "", 0},
	{"km-1", "survival km --json rows.csv" + timesOf + " --by g --from 3 --hazard nelson-aalen --weight w --cluster c", "", 0},
	{"incidence-1", "survival incidence --json reg --reference ref --by size_group --at 12,500 --tau 24 --contrasts", "", 0},
	{"incidence-1", "survival incidence --json rows.csv" + timesOf + " --cause why --by g --tau 5 --contrasts --cluster c", "", 0},
	{"rates-1", "survival rates --json rows.csv" + timesOf + " --by g --standardise c --bands 0,5,10 --weight w", "", 0},
	{"rates-1", "survival rates --json reg --reference ref --by size_group", "", 0},
	{"compare-1", "survival compare --json reg --reference ref --by size_group --baseline nsdm2020-table6-1", "", 0},
	{"compare-1", "survival compare --json rows.csv" + timesOf + " --curve curve.csv --weight w", "", 0},
	{"funnel-1", "survival funnel --json reg --reference ref", "", 0},
	{"funnel-1", "survival funnel --json rows.csv" + timesOf + " --by g --baseline nsdm2020-table6-1", "", 0},
	{"power-1", "survival power --json reg --reference ref --by size_group --baseline nsdm2020-table6-1 --longer 0,2 --entering seen", "", 0},
	{"power-1", "survival power --json rows.csv" + timesOf + " --curve curve.csv --by g --longer 0,1 --ratio 0.1,3", "", 0},
	{"turnover-1", "survival turnover --json reg", "", 0},
	{"version-1", "version --json", "", 0},
	{"study-keys-1", "study keys --json", "", 0},
	{"study-show-1", "study show --json own.toml", "", 0},
	{"turnover-year-1", "survival turnover-year --json reg", "", 0},
	{"turnover-year-1", "survival turnover-year --json reg --by municipality_now", "", 0},
	{"series-1", "survival series --json reg --by municipality_now --years 2015,2016,2018", "", 0},
	{"series-1", "survival series --json reg --measure median --years 2014,2018", "", 0},
	{"stock-1", "survival stock --json reg --reference ref --by size_group --at 2015-02,2019-06", "", 0},
	{"residual-1", "survival residual --json reg", "", 0},
	{"stability-1", "survival stability --json reg --reference ref --by size_group", "", 0},
	{"moves-1", "survival moves --json reg --month 2018-06", "", 0},
	{"moves-1", "survival moves --json reg --reference ref --by size_group --after 6", "", 0},
	{"register-baseline-1", "survival baseline --json reg --reference ref", "", 0},
	{"vacancy-1", "survival vacancy --json reg --reference ref --by size_group", "", 0},
	{"residual-1", "survival residual --json rows.csv" + timesOf + " --cluster c", "", 0},
	{"independence-1", "survival independence --json reg --period 2017-06/2019-01", "", 0},
	{"independence-1", "survival independence --json rows.csv" + timesOf + " --by g --cluster c", "", 0},
	{"turnbull-1", "survival turnbull --json between.csv --left l --right r --weight w --by g --quantiles 0.25,0.9", "", 0},
	{"cox-1", "survival cox --json rows.csv" + timesOf + " --covariates x,g --strata c --profile x=1,g=a", "", 0},
	{"cox-1", "survival cox --json rows.csv" + timesOf + " --covariates x --cause why --weight w", "", 0},
	{"frailty-1", "survival frailty --json rows.csv" + timesOf + " --covariates x --cluster c --weight w", "", 0},
	{"finegray-1", "survival finegray --json rows.csv" + timesOf + " --covariates x --cause why", "", 0},
	{"hazard-1", "survival hazard --json reg --bands 12", "", 0},
	{"hazard-1", "survival hazard --json rows.csv" + timesOf + " --covariates x,g --bands 4 --calendar trend --start from --weight w", "", 0},
	{"parametric-1", "survival parametric --json rows.csv" + timesOf + " --covariates x --profile x=1", "", 0},
	{"counts-1", "survival counts rows.csv" + timesOf + " --by g --cause why --weight w", "", 0},
	{"counts-1", "survival counts --counts counts.json counts.json", "", 0},
}

// Every document that the program prints or writes has the fields that its schema has, and no
// other; and there is a case for each schema.
func TestDocumentsAreAsTheirSchemas(t *testing.T) {
	schemas := readSchemas(t)
	t.Chdir(t.TempDir())
	writeDocumentInputs(t)
	seen := map[string]bool{}
	for _, c := range documentCases {
		schema, ok := schemas[c.schema]
		if !ok {
			t.Fatalf("there is no schema %s", c.schema)
		}
		var out, said bytes.Buffer
		if c.args != "" {
			if code := run(strings.Fields(c.args), console{strings.NewReader(""), &out, &said}); code != c.code {
				t.Errorf("%s: exit code %d, want %d: %s", c.args, code, c.code, said.String())
				continue
			}
		}
		content := out.Bytes()
		if c.file != "" {
			var err error
			if content, err = os.ReadFile(c.file); err != nil {
				t.Fatal(err)
			}
		}
		d := &conformity{seen: seen}
		var v any
		if err := json.Unmarshal(content, &v); err != nil {
			t.Errorf("%s: %v", c.args, err)
			continue
		}
		d.value(schema, v, c.schema)
		checkDefinitions(t, c.args, v, pathsOf(schema, c.schema), c.schema)
		for _, fault := range d.faults {
			t.Errorf("%s: %s", c.args, fault)
		}
		if strings.HasPrefix(c.args, "survival counts rows.csv") {
			os.WriteFile("counts.json", content, 0o644)
		}
	}
	var unseen []string // of these it is not known whether they are as the schema says
	for name, schema := range schemas {
		if !seen[name] {
			t.Errorf("no case has a document of the schema %s", name)
		}
		for _, path := range pathsOf(schema, name) {
			if !seen[path] {
				unseen = append(unseen, path)
			}
		}
	}
	if slices.Sort(unseen); testing.Verbose() {
		t.Logf("%d fields unseen:\n%s", len(unseen), strings.Join(unseen, "\n"))
	}
}

// A schema that does not fit is found out: a key that it has not, one that is not there, another
// type, a null that cannot be.
func TestConformityFindsWhatDoesNotFit(t *testing.T) {
	var schema map[string]any
	err := json.Unmarshal([]byte(`{"type":"object","required":["a","list"],"properties":{"a":{"type":"integer"},"list":{"type":"array",
		"items":{"type":["number","null"]}},"of":{"type":"object","additionalProperties":{"type":"string"}},
		"one":{"anyOf":[{"type":"string"},{"type":"boolean"}]},"schema":{"type":"string","const":"x/1"}}}`), &schema)
	if err != nil {
		t.Fatal(err)
	}
	for document, want := range map[string]string{
		`{"a":1,"list":[1.5,null],"of":{"k":"v"},"one":true,"schema":"x/1"}`: "",
		`{"a":1,"list":[],"b":2}`:            "x.b is not in the schema",
		`{"list":[]}`:                        "x.a is not there",
		`{"a":1.5,"list":[]}`:                "x.a: number, not integer",
		`{"a":null,"list":[]}`:               "x.a: null, not integer",
		`{"a":1,"list":["1"]}`:               "x.list[]: string, not number or null",
		`{"a":1,"list":[],"of":{"k":1}}`:     "x.of.*: integer, not string",
		`{"a":1,"list":[],"one":1}`:          "x.one fits none",
		`{"a":1,"list":[],"schema":"varig"}`: `x.schema is varig, not x/1`,
	} {
		var v any
		if err := json.Unmarshal([]byte(document), &v); err != nil {
			t.Fatal(err)
		}
		d := &conformity{seen: map[string]bool{}}
		d.value(schema, v, "x")
		if got := strings.Join(d.faults, "; "); got != want {
			t.Errorf("%s: got %q, want %q", document, got, want)
		}
	}
}

// A conformity holds a document against a schema, of which it knows what docs/schemas have. It is
// stricter than JSON Schema: a key must be among the properties.
type conformity struct {
	seen   map[string]bool // the paths that had a value
	faults []string
}

func (d *conformity) fault(format string, args ...any) {
	d.faults = append(d.faults, fmt.Sprintf(format, args...))
}

func (d *conformity) value(schema map[string]any, v any, path string) {
	if v != nil {
		d.seen[path] = true
	}
	if list, ok := schema["anyOf"].([]any); ok {
		for _, x := range list {
			try := &conformity{seen: map[string]bool{}}
			if try.value(x.(map[string]any), v, path); len(try.faults) == 0 {
				for p := range try.seen {
					d.seen[p] = true
				}
				return
			}
		}
		d.fault("%s fits none", path)
		return
	}
	types := typesOf(schema)
	if kind := kindOf(v); !slices.Contains(types, kind) && !(kind == "integer" && slices.Contains(types, "number")) {
		d.fault("%s: %s, not %s", path, kind, strings.Join(types, " or "))
		return
	}
	if want, ok := schema["const"]; ok && want != v {
		d.fault("%s is %v, not %v", path, v, want)
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			d.value(schema["items"].(map[string]any), x, path+"[]")
		}
	case map[string]any:
		d.object(schema, v, path)
	}
}

func (d *conformity) object(schema, v map[string]any, path string) {
	if each, ok := schema["additionalProperties"].(map[string]any); ok {
		for _, x := range v {
			d.value(each, x, path+".*")
		}
		return
	}
	properties := schema["properties"].(map[string]any)
	for _, name := range schema["required"].([]any) {
		if _, ok := v[name.(string)]; !ok {
			d.fault("%s.%s is not there", path, name)
		}
	}
	for name, x := range v {
		if of, ok := properties[name].(map[string]any); ok {
			d.value(of, x, path+"."+name)
		} else {
			d.fault("%s.%s is not in the schema", path, name)
		}
	}
}

// typesOf are the types that a schema allows.
func typesOf(schema map[string]any) (types []string) {
	switch t := schema["type"].(type) {
	case string:
		return []string{t}
	case []any:
		for _, x := range t {
			types = append(types, x.(string))
		}
	}
	return types
}

// kindOf is the type of a value as JSON Schema calls it.
func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case float64:
		if v == math.Trunc(v) {
			return "integer"
		}
		return "number"
	}
	return "object"
}

// checkDefinitions holds that an answer's definitions have all their parts, and are of numbers
// that it has.
func checkDefinitions(t *testing.T, from string, v any, paths []string, schema string) {
	t.Helper()
	document, _ := v.(map[string]any)
	definitions, has := document["definitions"].([]any)
	if slices.Contains(paths, schema+".definitions") != has || has && len(definitions) == 0 {
		t.Errorf("%s: no definitions", from)
	}
	for _, d := range definitions {
		d := d.(map[string]any)
		for _, part := range []string{"measure", "counts", "of", "window", "clock"} {
			if d[part] == "" {
				t.Errorf("%s: a definition without %s: %v", from, part, d)
			}
		}
		for _, field := range strings.Split(d["fields"].(string), ", ") {
			field, _, _ = strings.Cut(field, " of ")
			if field != "ratio" && !slices.Contains(paths, schema+"."+field) {
				t.Errorf("%s: a definition of %s, which it does not have", from, field)
			}
		}
	}
}

// pathsOf are the paths of all fields of a schema.
func pathsOf(schema map[string]any, path string) []string {
	list := []string{path}
	for _, key := range []string{"items", "additionalProperties"} {
		if x, ok := schema[key].(map[string]any); ok {
			list = append(list, pathsOf(x, path+map[string]string{"items": "[]", "additionalProperties": ".*"}[key])...)
		}
	}
	if of, ok := schema["anyOf"].([]any); ok {
		for _, x := range of {
			list = append(list, pathsOf(x.(map[string]any), path)...)
		}
	}
	if properties, ok := schema["properties"].(map[string]any); ok {
		for name, x := range properties {
			list = append(list, pathsOf(x.(map[string]any), path+"."+name)...)
		}
	}
	return list
}

// readSchemas reads the schemas, by name.
func readSchemas(t *testing.T) map[string]map[string]any {
	t.Helper()
	const ending = ".schema.json"
	paths, err := filepath.Glob("../../docs/schemas/*" + ending)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no schemas: %v", err)
	}
	schemas := map[string]map[string]any{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var schema map[string]any
		if err := json.Unmarshal(content, &schema); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		schemas[strings.TrimSuffix(filepath.Base(path), ending)] = schema
	}
	return schemas
}

// writeDocumentInputs writes small made-up files.
func writeDocumentInputs(t *testing.T) {
	t.Helper()
	var rows strings.Builder
	rows.WriteString("t,e,s,g,c,w,x,why,from\n")
	for i := range 48 {
		group, why := "abc"[i%3:i%3+1], "moved"
		if i%5 == 0 {
			why = "retired"
		}
		fmt.Fprintf(&rows, "%d,%d,%d,%s,%d,%d,%d,%s,201%d-0%d\n", 2+(i*7)%13, (i*5+i/7)%3&1, i%2, group, (i*11)%8, 1+i%2, (i*3)%7, why,
			i%8, 1+i%9)
	}
	rows.WriteString("x,1,0,a,1,1,1,moved,2011-01\n")
	for name, content := range map[string]string{
		"rows.csv":    rows.String(),
		"curve.csv":   "time,survival\n0,1\n5,0.5\n20,0.1\n",
		"between.csv": "l,r,w,g\n0,2,1,a\n1,3,2,a\n2,2,1,a\n3,,1,a\n1,4,1,b\n2,,3,b\n5,6,1,b\n",
		"few.csv": "År;Måned;Kommunenr;Listenr;HPR-nr;Listelengde\n2019;1;4601;7;1000001;900\n2019;2;4601;7;1000001;910\n" +
			"2019;4;4601;7;1000002;910\nSum;;;;;2720\n",
		"faulty.csv": "År;Måned;Kommunenr;Listenr;HPR-nr;Listelengde\n2019;1;4601;7;1000001;900\n2019;13;4601;7;1000001;mange\n",
		"notes.txt":  "nothing to see\n",
		"made-up.toml": "title = 'made up'\ndisclosure = 'made-up'\n[simulate]\nseed = 1\nlists = 80\nmunicipalities = 10\n" +
			"first = '2015-01'\nlast = '2017-12'\n[reference]\nsize_groups = 'abelsen'\npopulation_year = 2016\n" +
			"[spells]\nscheme_start = '2015-01'\nunit = 'municipality'\nfirst_rows = 'known'\nlast_rows = 'censored'\n" +
			"[[table]]\nname = 'medians'\nkind = 'medians'\nbaseline = 'nsdm2020-table6-1'\n",
		"own.toml": "title = 'own'\ndisclosure = 'internal'\n[input]\nfiles = ['few.csv']\ncorrections = 'corrections.csv'\n" +
			"[[figure]]\nname = 'who'\nkind = 'timeline-bars'\n",
		"corrections.csv": "liste;kommunenr;hva;fra;til\n7;4601;start;2019-01;2018-11\n",
	} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
