package attach

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/tetratelabs/wazero/api"
)

// machine is one PDFium. Its functions are those of the public headers
// (pdfium.googlesource.com, public/fpdfview.h, fpdf_text.h, fpdf_edit.h,
// fpdf_flatten.h), called by name. The first call that fails is kept in err, and
// those after it do nothing and say 0.
type machine struct {
	owner   io.Closer
	module  api.Module
	ctx     context.Context // of the file that is read now; when it is done, the module is closed
	called  map[string]api.Function
	args    [10]uint64
	results uint32 // where functions write more than one result: 8 places of 8 bytes
	fresh   []byte // the memory as it was when new, but for zeros behind it
	err     error
}

const resultPlaces = 8

func newMachine(ctx context.Context, owner io.Closer, module api.Module) *machine {
	if module == nil {
		return nil
	}
	m := &machine{owner: owner, module: module, ctx: ctx, called: map[string]api.Function{}}
	m.results = uint32(m.call("malloc", resultPlaces*8))
	if m.err != nil || m.results == 0 {
		return nil
	}
	m.fresh = bytes.Clone(bytes.TrimRight(m.memory(), "\x00"))
	return m
}

// memory is all of it, as it is until the next call.
func (m *machine) memory() []byte {
	all, _ := m.module.Memory().Read(0, m.module.Memory().Size())
	return all
}

// renew puts the memory back to what it was when new: nothing of one file is
// left when the next is read. False if the machine is no good any more.
func (m *machine) renew() bool {
	m.ctx = context.Background()
	if m.err != nil || m.module.IsClosed() || m.module.Memory().Size() > pdfKept {
		return false
	}
	all := m.memory()
	clear(all[copy(all, m.fresh):])
	return true
}

// call calls a function of PDFium; numbers go in and out as WebAssembly has them.
func (m *machine) call(name string, args ...uint64) uint64 {
	if m.err != nil {
		return 0
	}
	f := m.called[name]
	if f == nil {
		if f = m.module.ExportedFunction(name); f == nil {
			m.err = fmt.Errorf("PDFium has no function %s", name)
			return 0
		}
		m.called[name] = f
	}
	m.args[0] = 0
	copy(m.args[:], args)
	if m.err = f.CallWithStack(m.ctx, m.args[:max(1, len(args))]); m.err != nil {
		return 0
	}
	return m.args[0]
}

// is calls a function that answers with a truth, an int32.
func (m *machine) is(name string, args ...uint64) bool { return int32(m.call(name, args...)) != 0 }

// number calls a function that answers with an int32.
func (m *machine) number(name string, args ...uint64) int { return int(int32(m.call(name, args...))) }

// result is the place of the nth result.
func (m *machine) result(n int) uint64 { return uint64(m.results) + uint64(n)*8 }

func (m *machine) float(n int) float64 {
	v, _ := m.module.Memory().ReadUint64Le(uint32(m.result(n)))
	return math.Float64frombits(v)
}

func (m *machine) word(n int) int32 {
	v, _ := m.module.Memory().ReadUint32Le(uint32(m.result(n)))
	return int32(v)
}

func (m *machine) single(n int) float64 {
	return float64(api.DecodeF32(uint64(uint32(m.word(n)))))
}

// put copies data into the machine and says where it is; 0 if there is no room.
func (m *machine) put(data []byte) uint64 {
	at := m.call("malloc", uint64(len(data)))
	if at != 0 && !m.module.Memory().Write(uint32(at), data) {
		return 0
	}
	return at
}

// errPassword is FPDF_ERR_PASSWORD.
const errPassword = 4

// open opens a document.
func (m *machine) open(data []byte) (doc uint64, err error) {
	at := m.put(data)
	if at != 0 {
		doc = m.call("FPDF_LoadMemDocument", at, uint64(len(data)), 0)
	}
	switch {
	case m.err != nil || at == 0:
		return 0, errors.New("it is damaged")
	case doc == 0 && m.number("FPDF_GetLastError") == errPassword:
		return 0, errors.New("it is protected by a password")
	case doc == 0:
		return 0, errors.New("it is damaged")
	}
	return doc, nil
}
