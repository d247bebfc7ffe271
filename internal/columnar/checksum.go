package columnar

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
	"sync"
)

// ErrNoChecksum says that a file does not carry the checksums of this package:
// another program wrote it, or its end is damaged.
var ErrNoChecksum = errors.New("no checksums in the file")

// ErrChecksum says that bytes of the file are not those that were written.
var ErrChecksum = errors.New("checksum does not match: the file is damaged")

// The checksums of a file, in its key-value metadata:
//
//   - blocksKey: base64 of the CRC-32C of each blockSize bytes from the start
//     of the file to the footer, 4 bytes little-endian each;
//   - footerKey: footerMark and eight hexadecimal digits, the CRC-32C from the
//     footer to the end of the file, taken with eight zeros in that place.
const (
	blocksKey  = "varighet.blocks.crc32c"
	footerKey  = "varighet.footer"
	footerMark = "footer-crc32c:"
	blockSize  = 32 << 10
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A checkedWriter passes bytes on and takes their checksums; once hold is set
// it keeps them back in tail instead. It remembers the first error, because the
// library does not return every one.
type checkedWriter struct {
	w      io.Writer
	n      int64 // bytes passed on
	crc    uint32
	in     int // bytes of the block under way
	blocks []byte
	hold   bool
	tail   []byte
	err    error
}

func (c *checkedWriter) Write(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	if c.hold {
		c.tail = append(c.tail, p...)
		return len(p), nil
	}
	for q := p; len(q) > 0; {
		k := min(len(q), blockSize-c.in)
		c.crc = crc32.Update(c.crc, castagnoli, q[:k])
		q = q[k:]
		if c.in += k; c.in == blockSize {
			c.endBlock()
		}
	}
	n, err := c.w.Write(p)
	c.n += int64(n)
	c.err = err
	return n, err
}

// Tell returns how many bytes were passed on.
func (c *checkedWriter) Tell() int64 { return c.n }

func (c *checkedWriter) endBlock() {
	if c.in > 0 {
		c.blocks = binary.LittleEndian.AppendUint32(c.blocks, c.crc)
		c.crc, c.in = 0, 0
	}
}

// metadata ends the blocks and returns the two entries that make the file
// checkable; everything written after it is the footer.
func (c *checkedWriter) metadata() [][2]string {
	c.endBlock()
	c.hold = true
	return [][2]string{
		{blocksKey, base64.StdEncoding.EncodeToString(c.blocks)},
		{footerKey, footerMark + "00000000"},
	}
}

// finish puts the checksum into the footer and passes the footer on.
func (c *checkedWriter) finish() error {
	if c.err != nil {
		return c.err
	}
	at := bytes.LastIndex(c.tail, []byte(footerMark))
	if at < 0 {
		return errors.New("the footer has no place for its checksum")
	}
	sum := fmt.Sprintf("%08x", crc32.Checksum(c.tail, castagnoli))
	copy(c.tail[at+len(footerMark):], sum)
	_, err := c.w.Write(c.tail)
	return err
}

// verifyTail checks footer, footer length and magic number, the last bytes of
// a file.
func verifyTail(tail []byte) error {
	at := bytes.LastIndex(tail, []byte(footerMark))
	if at < 0 || at+len(footerMark)+8 > len(tail) {
		return ErrNoChecksum
	}
	digits := tail[at+len(footerMark):][:8]
	want, err := strconv.ParseUint(string(digits), 16, 32)
	if err != nil {
		return ErrChecksum
	}
	zeroed := bytes.Clone(tail)
	copy(zeroed[at+len(footerMark):], "00000000")
	if crc32.Checksum(zeroed, castagnoli) != uint32(want) || fmt.Sprintf("%08x", want) != string(digits) {
		return ErrChecksum
	}
	return nil
}

// A checkedReader reads the bytes of a file before its footer and checks them
// block by block; the footer was checked when the file was opened. It is safe for
// use by several goroutines at once.
type checkedReader struct {
	r     io.ReaderAt
	data  int64  // bytes before the footer
	sums  []byte // 4 bytes a block; nil until setBlocks
	spare sync.Pool

	foreign bool // there are no sums
}

// setBlocks takes the value of blocksKey.
func (c *checkedReader) setBlocks(value string) error {
	sums, err := base64.StdEncoding.DecodeString(value)
	if err != nil || int64(len(sums)) != 4*((c.data+blockSize-1)/blockSize) {
		return ErrChecksum
	}
	c.sums = sums
	return nil
}

// read fills p with the bytes at off, by whole blocks.
func (c *checkedReader) read(p []byte, off int64) error {
	if off < 0 || off+int64(len(p)) > c.data {
		return io.ErrUnexpectedEOF
	}
	if c.foreign {
		if n, err := c.r.ReadAt(p, off); n < len(p) {
			return err
		}
		return nil
	}
	if c.sums == nil {
		return ErrNoChecksum
	}
	first := off / blockSize
	start := first * blockSize
	end := min((off+int64(len(p))+blockSize-1)/blockSize*blockSize, c.data)
	buf, _ := c.spare.Get().(*[]byte)
	if buf == nil {
		buf = new([]byte)
	}
	defer c.spare.Put(buf)
	*buf = resize(*buf, int(end-start))
	b := *buf
	if n, err := c.r.ReadAt(b, start); n < len(b) {
		return fmt.Errorf("reading at byte %d: %w", start, err)
	}
	for i := first; len(b) > 0; i++ {
		k := min(len(b), blockSize)
		if crc32.Checksum(b[:k], castagnoli) != binary.LittleEndian.Uint32(c.sums[4*i:]) {
			return fmt.Errorf("bytes %d to %d: %w", i*blockSize, i*blockSize+int64(k)-1, ErrChecksum)
		}
		b = b[k:]
	}
	copy(p, (*buf)[off-start:])
	return nil
}
