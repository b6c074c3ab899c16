package store

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// unreferenced is how long a blob is kept that no task refers to: long enough
// for any job that put it to be repeated.
const unreferenced = 7 * 24 * time.Hour

// How a blob's bytes are kept: its first byte.
const (
	plain    = '0'
	deflated = '1'
)

// PutBlob keeps data and returns its key, which is its SHA-256 in hex: the same
// data twice is kept once. A blob stays as long as a task refers to it, and some
// days without one. ErrTooBig if it is over the limit.
func (d *Desk) PutBlob(ctx context.Context, data []byte) (key string, err error) {
	if len(data) > d.c.maxBlob {
		return "", fmt.Errorf("keep a blob of %d bytes, the limit is %d: %w", len(data), d.c.maxBlob, ErrTooBig)
	}
	sum := sha256.Sum256(data)
	key = hex.EncodeToString(sum[:])
	packed, err := pack(data)
	if err != nil {
		return "", err
	}
	err = d.c.run(ctx, putBlobScript, []string{d.keys.blob(key), d.keys.blobRefs()}, packed, int(unreferenced.Seconds()), key).Err()
	return key, fault("keep a blob", err)
}

// Blob is the data kept under key. ErrNotFound if there is none.
func (d *Desk) Blob(ctx context.Context, key string) ([]byte, error) {
	packed, err := d.c.rdb.Get(ctx, d.keys.blob(key)).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, fmt.Errorf("read blob %q: %w", key, ErrNotFound)
	}
	if err != nil {
		return nil, fault("read a blob", err)
	}
	data, err := unpack(packed, d.c.maxBlob)
	if err != nil {
		return nil, fmt.Errorf("read blob %s: %w", key, err)
	}
	return data, nil
}

// small is below what compressing is worth.
const small = 256

// deflaters are kept, as each brings a megabyte of tables.
var deflaters = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic("store: " + err.Error()) // the level is a constant: the code is wrong
	}
	return w
}}

// pack deflates what gets smaller by an eighth at least; PDFs and pictures do not.
func pack(data []byte) ([]byte, error) {
	if len(data) >= small {
		b, err := deflate(data)
		if err != nil {
			return nil, fmt.Errorf("compress a blob: %w", err)
		}
		if len(b) <= len(data)-len(data)/8 {
			return b, nil
		}
	}
	return append([]byte{plain}, data...), nil
}

func deflate(data []byte) ([]byte, error) {
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	b := bytes.NewBuffer([]byte{deflated})
	w.Reset(b)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// unpack reads at most limit bytes, or those a smaller limit once allowed.
func unpack(packed []byte, limit int) ([]byte, error) {
	if len(packed) == 0 {
		return nil, errors.New("empty")
	}
	switch packed[0] {
	case plain:
		return packed[1:], nil
	case deflated:
		limit = max(limit, DefaultMaxBlob)
		data, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed[1:])), int64(limit)+1))
		if err != nil {
			return nil, fmt.Errorf("decompress: %w", err)
		}
		if len(data) > limit {
			return nil, ErrTooBig
		}
		return data, nil
	}
	return nil, fmt.Errorf("unknown form %q; update the program", packed[0])
}
