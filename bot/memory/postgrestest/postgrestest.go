// Package postgrestest starts a real PostgreSQL on loopback for tests, ends it as a crash would and starts it again.
package postgrestest

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// binVariable names the folder of the server's programs, and ciVariable is set where tests that want them must run.
const (
	binVariable = "POSTGRES_BIN"
	ciVariable  = "DATELINE_CI"
)

// debian is where Debian's package puts them.
const debian = "/usr/lib/postgresql/*/bin"

// User owns the server, and Password is theirs.
const (
	User     = "dateline"
	Password = "pass%word" // which an address has to write otherwise
)

// patience bounds the wait for the server; a loaded machine takes its time.
const patience = time.Minute

// Server is one PostgreSQL. It ends with its test.
type Server struct {
	tb        testing.TB
	bin, dir  string
	port      int
	log       bytes.Buffer
	cmd       *exec.Cmd
	ended     chan struct{}
	databases int
}

// Start starts a server. Without its programs it skips the test, and says how to get them.
func Start(tb testing.TB) *Server {
	tb.Helper()
	s := &Server{tb: tb, bin: programs()}
	if s.bin == "" {
		missing := tb.Skipf
		if os.Getenv(ciVariable) != "" {
			missing = tb.Fatalf
		}
		missing("there is no PostgreSQL in %s, and %s does not name the folder of one's programs; on Debian, apt-get install postgresql brings it", debian, binVariable)
	}
	var err error
	if s.dir, err = os.MkdirTemp("", "postgrestest"); err != nil { // a folder of the test's own does not let the server's user in
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		s.end(syscall.SIGQUIT)
		if err := os.RemoveAll(s.dir); err != nil {
			tb.Error(err)
		}
	})
	if err := ownedByServer(s.dir); err != nil {
		tb.Fatal(err)
	}
	secret := filepath.Join(s.dir, "password")
	if err := os.WriteFile(secret, []byte(Password+"\n"), 0o644); err != nil {
		tb.Fatal(err)
	}
	made := s.command("initdb", "--pgdata", s.data(), "--username", User, "--pwfile", secret, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync")
	if out, err := made.CombinedOutput(); err != nil {
		tb.Fatalf("initdb: %v\n%s", err, out)
	}
	for try := 1; ; try++ { // the port may be taken meanwhile
		s.port = freePort(tb)
		s.start()
		if s.ready() {
			return s
		}
		s.end(syscall.SIGQUIT)
		if try == 3 {
			tb.Fatalf("PostgreSQL does not start:\n%s", s.log.String())
		}
	}
}

// programs is the folder of the newest server's programs, "" where there is none.
func programs() string {
	if bin := os.Getenv(binVariable); bin != "" {
		return bin
	}
	all, _ := filepath.Glob(debian) // the pattern is a good one
	version := func(bin string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
		return n
	}
	all = slices.DeleteFunc(all, func(bin string) bool { _, err := os.Stat(filepath.Join(bin, "initdb")); return err != nil })
	if len(all) == 0 {
		return ""
	}
	return slices.MaxFunc(all, func(a, b string) int { return version(a) - version(b) })
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), filepath.Join(s.bin, program), args...)
	cmd.Dir, cmd.Env = s.dir, []string{"LC_ALL=C.UTF-8", "TZ=UTC"}
	asServer(cmd)
	return cmd
}

// freePort finds a port that nobody listens on now. It lies below those that connections begin at (32768 on Linux), so that no
// connection takes it while the server is down.
func freePort(tb testing.TB) int {
	tb.Helper()
	var config net.ListenConfig
	for range 100 {
		port := 12000 + rand.IntN(20000)
		if l, err := config.Listen(tb.Context(), "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			_ = l.Close()
			return port
		}
	}
	tb.Fatal("there are no free ports")
	return 0
}

func (s *Server) start() {
	s.tb.Helper()
	// Nothing is flushed to the disk: no test takes the power away.
	s.cmd = s.command("postgres", "-D", s.data(), "-p", strconv.Itoa(s.port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=16MB", "-c", "max_wal_size=64MB")
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	if err := s.cmd.Start(); err != nil {
		s.tb.Fatalf("start PostgreSQL: %v", err)
	}
	ended := make(chan struct{})
	s.ended = ended
	go func() {
		_ = s.cmd.Wait()
		close(ended)
	}()
}

func (s *Server) end(how syscall.Signal) {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Signal(how)
	<-s.ended
}

// Crash ends the server without a goodbye to those who are connected; what was committed is there when it starts again.
func (s *Server) Crash() { s.end(syscall.SIGQUIT) }

// Stop has the server break off what is under way and end in order, as for maintenance.
func (s *Server) Stop() { s.end(syscall.SIGINT) }

// Restart starts a server that has ended, at the same address.
func (s *Server) Restart() {
	s.tb.Helper()
	s.start()
	if !s.ready() {
		s.tb.Fatalf("PostgreSQL does not start again:\n%s", s.log.String())
	}
}

// Database makes an empty database and returns its address.
func (s *Server) Database() string {
	s.tb.Helper()
	s.databases++
	name := fmt.Sprint("test", s.databases)
	s.Exec(s.address("postgres"), "CREATE DATABASE "+name)
	return s.address(name)
}

// Exec runs a statement in the database at an address.
func (s *Server) Exec(address, statement string) {
	s.tb.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		s.tb.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		s.tb.Fatal(err)
	}
}

func (s *Server) address(database string) string {
	return fmt.Sprintf("postgres://%s:pass%%25word@127.0.0.1:%d/%s?sslmode=disable", User, s.port, database)
}

// ready waits until the server lets one in, unless it ends before or takes too long.
func (s *Server) ready() bool {
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		ctx, done := context.WithTimeout(context.Background(), 5*time.Second)
		conn, err := pgx.Connect(ctx, s.address("postgres"))
		if err == nil {
			err = conn.Close(ctx)
		}
		done()
		if err == nil {
			return true
		}
		select {
		case <-s.ended:
			return false
		case <-look.C:
		}
	}
	return false
}
