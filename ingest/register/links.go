package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
)

// LinksFile lists, within a register's folder, the lists that were taken to go on
// under another id or another doctor. It is there only if there are any.
const LinksFile = "links.csv"

// A Link is a line of [LinksFile].
type Link = identity.Link

var linkColumns = []string{"position_id", "month", "kind", "list_id", "municipality_code", "residents_before", "residents_after"}

func encodeLinks(links []Link) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(linkColumns)
	for _, l := range links {
		w.Write([]string{l.PositionID, l.Month.String(), string(l.Kind), l.ListID, string(l.Code), optText(l.Before), optText(l.After)})
	}
	w.Flush()
	return b.Bytes()
}

func optText(n varighet.Opt[int32]) string {
	if !n.OK {
		return ""
	}
	return strconv.Itoa(int(n.V))
}

// Links returns the links of the register, by position and month.
func (r *Register) Links() ([]Link, error) {
	if r.Manifest.LinksSHA256 == "" {
		return nil, nil
	}
	data, err := os.ReadFile(filepath.Join(r.dir, LinksFile))
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != r.Manifest.LinksSHA256 {
		return nil, openProblem(r.dir, errors.New(LinksFile+" is not the file that the manifest describes"))
	}
	links, err := decodeLinks(data)
	if err != nil {
		return nil, openProblem(r.dir, err)
	}
	return links, nil
}

// decodeLinks reads what encodeLinks writes.
func decodeLinks(data []byte) ([]Link, error) {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || len(rows) == 0 || !slices.Equal(rows[0], linkColumns) {
		return nil, errors.New(LinksFile + " is not a list of links")
	}
	links := make([]Link, 0, len(rows)-1)
	for _, row := range rows[1:] {
		l, err := parseLink(row)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", LinksFile, err)
		}
		links = append(links, l)
	}
	return links, nil
}

func parseLink(row []string) (Link, error) {
	month, err := varighet.ParseMonth(row[1])
	if err != nil {
		return Link{}, err
	}
	l := Link{PositionID: row[0], Month: month, Kind: identity.LinkKind(row[2]), ListID: row[3],
		Code: varighet.MunicipalityCode(row[4])}
	for i, to := range []*varighet.Opt[int32]{&l.Before, &l.After} {
		if s := row[5+i]; s != "" {
			n, err := strconv.ParseInt(s, 10, 32)
			if err != nil {
				return Link{}, err
			}
			*to = varighet.Some(int32(n))
		}
	}
	return l, nil
}

// links returns the links of lists that have ids of their own, by position.
func (r *Register) links() (map[string][]Link, error) {
	all, err := r.Links()
	if err != nil {
		return nil, err
	}
	byPosition := map[string][]Link{}
	for _, l := range all {
		if l.ListID != "" {
			byPosition[l.PositionID] = append(byPosition[l.PositionID], l)
		}
	}
	return byPosition, nil
}
