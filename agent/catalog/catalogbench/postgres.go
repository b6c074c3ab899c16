package catalogbench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Postgres is a server of our own, on a socket in its own folder, with a user of
// its own where we are root. It keeps nothing safe on disk in time: no peer
// should be slow for what we do not do either.
type Postgres struct {
	dir, bin string
	as       *syscall.Credential // nil: whoever we are
}

// settings give the server what a machine with a few gigabytes to spare would.
const settings = `
listen_addresses = ''
unix_socket_directories = '%s'
shared_buffers = 1GB
effective_cache_size = 4GB
work_mem = 64MB
maintenance_work_mem = 512MB
random_page_cost = 1.1
jit = off
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_wal_size = 4GB
`

// ErrNoPostgres says that the server is not installed.
var ErrNoPostgres = fmt.Errorf("PostgreSQL is not installed; Debian's package is postgresql")

// StartPostgres makes a database cluster in dir, which must not exist, and starts it.
func StartPostgres(ctx context.Context, dir string) (*Postgres, error) {
	p := &Postgres{dir: dir}
	for _, name := range []string{"initdb", "/usr/lib/postgresql/*/bin/initdb"} {
		if found, err := exec.LookPath(name); err == nil {
			found, _ = filepath.EvalSymlinks(found)
			p.bin = filepath.Dir(found)
		} else if all, _ := filepath.Glob(name); len(all) > 0 {
			p.bin = filepath.Dir(all[len(all)-1])
		}
	}
	if p.bin == "" {
		return nil, ErrNoPostgres
	}
	if err := p.own(); err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	if err := p.run(ctx, nil, nil, "initdb", "-D", data, "--auth=trust", "--username=bench", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"); err != nil {
		return nil, err
	}
	conf, err := os.OpenFile(filepath.Join(data, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(conf, settings, dir)
	if cerr := conf.Close(); err != nil || cerr != nil {
		return nil, fmt.Errorf("configuring the server: %v, %v", err, cerr)
	}
	return p, p.run(ctx, nil, nil, "pg_ctl", "-D", data, "-l", filepath.Join(dir, "log"), "-w", "-s", "start")
}

// own makes the folder and gives it to who may run a server: not root.
func (p *Postgres) own() error {
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return fmt.Errorf("making the server's folder: %w", err)
	}
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		p.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return os.Chown(p.dir, uid, gid)
	}
	return fmt.Errorf("there is no user to run PostgreSQL as")
}

// Stop ends the server.
func (p *Postgres) Stop() error {
	return p.run(context.Background(), nil, nil, "pg_ctl", "-D", filepath.Join(p.dir, "data"), "-m", "immediate", "-s", "stop")
}

func (p *Postgres) run(ctx context.Context, in io.Reader, out io.Writer, name string, args ...string) error {
	c := exec.CommandContext(ctx, filepath.Join(p.bin, name), args...)
	c.Dir, c.Stdin, c.Stdout = p.dir, in, out
	c.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	var said bytes.Buffer
	if name != "pg_ctl" { // the server keeps what it inherits open
		c.Stderr = &said
	}
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, said.String())
	}
	return nil
}

// sql runs a script and gives what it printed.
func (p *Postgres) sql(ctx context.Context, script io.Reader) (string, error) {
	var out bytes.Buffer
	err := p.run(ctx, script, &out, "psql", "-h", p.dir, "-U", "bench", "-d", "postgres", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1")
	return out.String(), err
}

// configs are PostgreSQL's text searches by language.
var configs = map[string]string{"en": "english", "de": "german", "da": "danish", "sv": "swedish", "nl": "dutch", "fr": "french", "es": "spanish", "it": "italian"}

// Load fills the table and builds the indexes: trigrams twice, as GIN and as GiST,
// and the words of each name in its language.
func (p *Postgres) Load(ctx context.Context, n int, seed uint64) (time.Duration, error) {
	began := time.Now()
	r, w := io.Pipe()
	go func() {
		b := bufio.NewWriterSize(w, 1<<16)
		fmt.Fprint(b, "CREATE EXTENSION IF NOT EXISTS pg_trgm; DROP TABLE IF EXISTS items;\n",
			"CREATE TABLE items (number text, name text, config regconfig, words tsvector GENERATED ALWAYS AS (to_tsvector(config, name)) STORED);\n",
			"COPY items (number, name, config) FROM STDIN;\n")
		for it := range Items(n, seed) {
			fmt.Fprintf(b, "%s\t%s\t%s\n", it.Number, it.Name, configs[it.Lang])
		}
		fmt.Fprint(b, "\\.\n",
			"CREATE INDEX by_gin ON items USING gin (name gin_trgm_ops);\n",
			"CREATE INDEX by_gist ON items USING gist (name gist_trgm_ops(siglen=64));\n",
			"CREATE INDEX by_words ON items USING gin (words);\n",
			"VACUUM ANALYZE items;\n")
		_ = w.CloseWithError(b.Flush())
	}()
	_, err := p.sql(ctx, r)
	_ = r.Close()
	return time.Since(began), err
}

// Disk is what the table with its indexes takes, and each of them, in bytes.
func (p *Postgres) Disk(ctx context.Context) (float64, error) {
	s, err := p.sql(ctx, strings.NewReader("SELECT pg_total_relation_size('items');"))
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(strings.TrimSpace(s), 64)
}

// Way is one way to ask: a statement of the words $1 and the language $2.
type Way struct{ Name, Set, SQL string }

// Ways are what was tried. Nearest trigrams by GiST need no threshold; similar
// trigrams by GIN do, and 0.3 is the extension's own; the text search wants every
// word; the last asks the text search first and the trigrams where it finds none.
var Ways = []Way{
	{"nearest", "SET enable_seqscan = off;", "SELECT number FROM items ORDER BY name <-> $1 LIMIT 3"},
	{"similar", "SET pg_trgm.similarity_threshold = 0.45;", "SELECT number FROM items WHERE name % $1 ORDER BY name <-> $1, number LIMIT 3"},
	{"text", "", "SELECT number FROM items WHERE words @@ plainto_tsquery($2::regconfig, $1) ORDER BY ts_rank(words, plainto_tsquery($2::regconfig, $1)) DESC, name <-> $1 LIMIT 3"},
	{"both", "SET pg_trgm.similarity_threshold = 0.45;", `WITH t AS MATERIALIZED (SELECT number, name FROM items WHERE words @@ plainto_tsquery($2::regconfig, $1)),
		s AS (SELECT number, name FROM items WHERE name % $1 AND NOT EXISTS (SELECT FROM t))
		SELECT number FROM (SELECT * FROM t UNION ALL SELECT * FROM s) AS all_of_them ORDER BY name <-> $1, number LIMIT 3`},
}

// Answer is what came of one query.
type Answer struct {
	Numbers []string
	Took    time.Duration
}

// Ask asks all queries in one session, each timed by the client. Some are asked
// before, so that the server has read what it needs.
func (p *Postgres) Ask(ctx context.Context, w Way, qs []Query, warm int) ([]Answer, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nPREPARE q(text, text) AS %s;\n", w.Set, w.SQL)
	ask := func(q Query) {
		fmt.Fprintf(&b, "EXECUTE q('%s', '%s');\n", strings.ReplaceAll(q.Text, "'", "''"), configs[q.Lang])
	}
	for _, q := range qs[:min(warm, len(qs))] {
		ask(q)
	}
	b.WriteString("\\timing on\n\\echo begin\n")
	for _, q := range qs {
		ask(q)
	}
	out, err := p.sql(ctx, strings.NewReader(b.String()))
	if err != nil {
		return nil, err
	}
	_, out, _ = strings.Cut(out, "begin\n")
	return answers(out), nil
}

// answers reads numbers, one a line, each query's closed by its time.
func answers(out string) []Answer {
	var all []Answer
	var now Answer
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if t, ok := strings.CutPrefix(line, "Time: "); ok {
			ms, _ := strconv.ParseFloat(strings.Fields(t)[0], 64)
			now.Took = time.Duration(ms * float64(time.Millisecond))
			all, now = append(all, now), Answer{}
		} else if line != "" {
			now.Numbers = append(now.Numbers, line)
		}
	}
	return all
}

// Memory is what the server's processes hold, shared pages divided among those
// who share them, in bytes; 0 where the system does not say.
func (p *Postgres) Memory() float64 {
	all, _ := filepath.Glob("/proc/[0-9]*")
	var sum float64
	for _, dir := range all {
		if exe, err := os.Readlink(filepath.Join(dir, "exe")); err == nil && filepath.Dir(exe) == p.bin {
			if cwd, err := os.Readlink(filepath.Join(dir, "cwd")); err == nil && strings.HasPrefix(cwd, p.dir) {
				sum += Resident(dir)
			}
		}
	}
	return sum
}

// Resident is what a process under /proc holds in memory, in bytes.
func Resident(proc string) float64 {
	raw, err := fs.ReadFile(os.DirFS(proc), "smaps_rollup")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "Pss:" {
			kb, _ := strconv.ParseFloat(f[1], 64)
			return kb * 1024
		}
	}
	return 0
}
