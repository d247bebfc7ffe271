package boundedtoml

import (
	"fmt"
	"strings"
)

// Quote writes a text as a basic string of TOML, with anything that needs it escaped. Bytes
// that are no UTF-8 become U+FFFD, as nothing else could be read back.
func Quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7F || r == 0xFFFD:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
