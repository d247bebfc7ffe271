package beside

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet/ingest/register"
)

// duck runs files of docs/sql one after another in DuckDB, in the country's folder, and returns the rows of
// the last statement. What stands in change is replaced first.
func (c *country) duck(change *strings.Replacer, files ...string) [][]any {
	c.t.Helper()
	var sql strings.Builder
	for _, name := range files {
		content, err := os.ReadFile(filepath.Join("..", "..", "docs", "sql", name))
		if err != nil {
			c.t.Fatal(err)
		}
		sql.Write(content)
	}
	c.write("recipe.sql", []byte(change.Replace(sql.String())))
	cmd := exec.Command("node", absolute(c.t, "duckdb/run.mjs"), "recipe.sql")
	cmd.Dir, cmd.Env = c.dir, append(os.Environ(), "ROWS=1")
	var a duckAnswer
	if err := json.Unmarshal(output(c.t, cmd), &a); err != nil {
		c.t.Fatal(err)
	}
	return a.Rows
}

// The recipes in docs/sql, run by DuckDB on a register: every spell, every time of every curve and the stock
// are the program's.
func TestRecipesInSQL(t *testing.T) {
	skipShort(t)
	needDuckDB(t)
	c := makeCountry(t)
	asIs := strings.NewReplacer()
	t.Run("spells", func(t *testing.T) {
		c.sameSpells(t, c.duck(asIs, "register.sql", "spells.sql", "../../internal/beside/duckdb/spells_rows.sql"))
	})
	t.Run("curves", func(t *testing.T) {
		var rows []map[string]string
		for _, r := range c.duck(asIs, "register.sql", "spells.sql", "km.sql") {
			rows = append(rows, map[string]string{"group": fmt.Sprint(r[0]), "time": fmt.Sprint(r[1]), "at_risk": fmt.Sprint(r[2]),
				"stopped": fmt.Sprint(r[3]), "survival": fmt.Sprint(r[5])})
		}
		var km kmDocument
		c.document(&km, "survival", "km", "register", "--by", "municipality_code")
		sameCurves(t, rows, &km, "municipality_code", "time", "group")
	})
	t.Run("late entry", func(t *testing.T) {
		rows := c.duck(strings.NewReplacer("municipality_code AS grp", "'all' AS grp", "FROM spells WHERE", "FROM read_csv('late.csv') WHERE kind = 'regular' AND"), "km.sql")
		var km kmDocument
		c.document(&km, "survival", "km", "late.csv")
		c.checkLate("late.csv", &km)
		if len(rows) != len(km.Groups[0].Curve) {
			t.Fatalf("%d times, and the program has %d", len(rows), len(km.Groups[0].Curve))
		}
		for i, p := range km.Groups[0].Curve {
			for k, want := range []float64{p.Time, p.AtRisk, p.Events, p.Censored, p.Survival, p.StdError} {
				same(t, fmt.Sprintf("time %v, column %d", p.Time, k+2), fmt.Sprint(rows[i][k+1]), &want, 1e-9)
			}
		}
	})
	t.Run("stock", func(t *testing.T) { c.sameStock(t, c.duck(asIs, "register.sql", "spells.sql", "stock.sql")[0]) })
}

// byHand are lists over the twelve months of 2019, a letter a month and doctor: a dot is a vacancy that the
// file tells of, a space no row. List 6 has two holders from May to August.
var byHand = map[string][]string{
	"1": {"AAAAAAAAAAAA"}, "2": {"BBBBBBBBBBBB"},
	"3": {"CCC..CCCCCCC"}, "4": {"DDD...DDDDDD"}, "5": {"EEEFEEEEEEEE"},
	"6": {"GGGGGGGGGGGG", "    HHHH    "}, "7": {"III  IIIIIII"}, "8": {"JJJ   JJJJJJ"},
}

// What the made-up country has none of, or few. By hand: two vacant months are bridged on lists 3 and 7, three
// are not on 4 and 8, and another holder ends a spell on 5; so there are 1, 1, 1, 2, 3, 2, 1 and 2 spells.
func TestSpellsInSQLByHand(t *testing.T) {
	skipShort(t)
	needDuckDB(t)
	c := &country{t, build(t), t.TempDir()}
	file := "Måned;Kommunenr;Liste;Lege\n"
	for list, holders := range byHand {
		for _, months := range holders {
			for i, doctor := range months {
				switch name := "Lege " + strings.Repeat(string(doctor), 3); doctor {
				case ' ':
				case '.':
					file += fmt.Sprintf("2019-%02d;4631;%s;\n", i+1, list)
				default:
					file += fmt.Sprintf("2019-%02d;4631;%s;%s\n", i+1, list, name)
				}
			}
		}
	}
	c.write("in.csv", []byte(file))
	c.run("ingest", "in.csv", "-o", "register")
	c.run("survival", "spells", "register", "-o", "spells.csv", "--kind", "regular")
	rows := c.duck(strings.NewReplacer(), "register.sql", "spells.sql", spellRows)
	got := map[string]int{}
	for _, r := range rows {
		got[fmt.Sprint(r[0])]++
	}
	want := map[string]int{"1": 1, "2": 1, "3": 1, "4": 2, "5": 3, "6": 2, "7": 1, "8": 2}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("spells by list (-by hand +SQL)\n%s", diff)
	}
	c.sameSpells(t, rows)
}

// spellRows gives spells with months as dates.
const spellRows = "../../internal/beside/duckdb/spells_rows.sql"

// sameSpells holds spells against those of the program: months, tenure, and what became of them.
func (c *country) sameSpells(t *testing.T, rows [][]any) {
	ours := map[string]string{}
	holes, bridged, uncertain := 0, 0, 0
	for _, s := range readRows(t, c.path("spells.csv")) {
		if s["kind"] == "missing" {
			holes++
		}
		if s["kind"] != "regular" {
			continue
		}
		if s["months_bridged"] != "0" {
			bridged++
		}
		if s["exit_uncertain"] == "true" {
			uncertain++
		}
		ours[strings.Join([]string{s["position_id"], s["doctor_id"], s["municipality_code"], s["first_month"]}, " ")] =
			strings.Join([]string{s["last_month"], s["start_month"], s["entry"], s["exit"], s["stopped"], s["exit_uncertain"], s["months_bridged"]}, " ")
	}
	for _, r := range rows {
		var v []string
		for _, x := range r {
			if x == nil {
				x = ""
			}
			v = append(v, fmt.Sprint(x))
		}
		key, got := strings.Join(v[:4], " "), strings.Join(v[4:], " ")
		if ours[key] != got {
			t.Errorf("%s: %s, and the program has %q", key, got, ours[key])
		}
		delete(ours, key)
	}
	if len(ours) > 0 || len(rows) == 0 {
		t.Errorf("%d spells are only the program's: %.300v", len(ours), ours)
	}
	t.Logf("the same %d spells; %d with a bridged month, %d uncertain stops, %d holes", len(rows), bridged, uncertain, holes)
}

// sameStock holds the agreements in force on 1 December 2005 against the program's.
func (c *country) sameStock(t *testing.T, row []any) {
	var want struct {
		Groups []struct {
			N            float64
			UnknownStart float64  `json:"unknown_start"`
			Under12      *float64 `json:"share_under_12"`
		}
	}
	c.document(&want, "survival", "stock", "register", "--month", "2005-12")
	g := want.Groups[0]
	same(t, "n", fmt.Sprint(row[0]), &g.N, 0)
	same(t, "unknown start", fmt.Sprint(row[1]), &g.UnknownStart, 0)
	under, err := strconv.ParseFloat(fmt.Sprint(row[2]), 64)
	if err != nil || g.Under12 == nil || !near(under/g.N, *g.Under12, 1e-12) {
		t.Errorf("%v of %v had lasted less than 12 months, and the program has the share %v", row[2], g.N, g.Under12)
	}
}

// writeRegisterCSV writes the register as export.sql does: with DuckDB if it is there, else with this
// program's reader, column by column.
func (c *country) writeRegisterCSV() {
	c.t.Helper()
	if haveDuckDB() {
		c.duck(strings.NewReplacer(), "register.sql", "export.sql")
		return
	}
	c.t.Log("no DuckDB: the register's CSV is made without it")
	reg, err := register.Open(c.path("register"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer reg.Close()
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Write([]string{"month", "position_id", "municipality_code", "doctor_id", "role", "residents", "amount_total"})
	for o, err := range reg.Observations() {
		if err != nil {
			c.t.Fatal(err)
		}
		residents, total := "", ""
		if o.Residents.OK {
			residents = fmt.Sprint(o.Residents.V)
		}
		if o.AmountTotal.OK {
			total = fmt.Sprintf("%d.%02d", o.AmountTotal.V/100, o.AmountTotal.V%100)
		}
		w.Write([]string{o.Month.Date(), o.PositionID, string(o.MunicipalityCode), o.DoctorID, o.Role.String(), residents, total})
	}
	w.Flush()
	c.write("register.csv", []byte(b.String()))
}

// sameRegister holds sums over the register as R read it against this program's reader.
func (c *country) sameRegister(t *testing.T, row map[string]string) {
	t.Helper()
	reg, err := register.Open(c.path("register"))
	if err != nil {
		t.Fatal(err)
	}
	defer reg.Close()
	var rows, residents, codes float64
	var total int64
	lists := map[string]bool{}
	for o, err := range reg.Observations() {
		if err != nil {
			t.Fatal(err)
		}
		rows, residents, total = rows+1, residents+float64(o.Residents.V), total+int64(o.AmountTotal.V)
		lists[o.PositionID] = true
		if len(o.MunicipalityCode) == 4 {
			codes++
		}
	}
	n, kroner := float64(len(lists)), float64(total)/100
	same(t, "rows", row["rows"], &rows, 0)
	same(t, "lists", row["lists"], &n, 0)
	same(t, "residents", row["residents"], &residents, 0)
	same(t, "codes with four digits", row["codes"], &codes, 0)
	same(t, "sum of grants", row["total"], &kroner, 1e-12)
}

// parseCSV reads CSV with a header.
func parseCSV(t testing.TB, text string) (rows []map[string]string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "printed.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return readRows(t, path)
}
