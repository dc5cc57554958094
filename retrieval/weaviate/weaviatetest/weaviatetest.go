// Package weaviatetest starts real Weaviate servers on loopback for tests, kills them and starts them again.
package weaviatetest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// serverVariable names the server's binary, and ciVariable is set where tests that want it must run.
const (
	serverVariable = "WEAVIATE_SERVER"
	ciVariable     = "DATELINE_CI"
)

// patience bounds the wait for servers; a loaded machine takes its time.
const patience = time.Minute

// Cluster is nodes that know each other. It ends with its test.
type Cluster struct {
	tb    testing.TB
	nodes []*node
}

type node struct {
	dir   string
	peer  string // where other nodes speak to it
	env   []string
	host  string
	log   bytes.Buffer
	cmd   *exec.Cmd
	ended chan struct{}
}

// Start starts a cluster of so many nodes, with more environment for them. Without a server it skips the test, and says how to
// get one.
func Start(tb testing.TB, nodes int, env ...string) *Cluster {
	tb.Helper()
	binary := os.Getenv(serverVariable)
	if binary == "" {
		missing := tb.Skipf
		if os.Getenv(ciVariable) != "" {
			missing = tb.Fatalf
		}
		missing("%s does not name a Weaviate server; go install github.com/weaviate/weaviate/cmd/weaviate-server@v1.35.2 builds one", serverVariable)
	}
	c := &Cluster{tb: tb}
	tb.Cleanup(func() {
		for _, n := range c.nodes {
			n.kill()
		}
	})
	for try := 1; ; try++ { // a port may be taken meanwhile
		c.nodes = newNodes(tb, nodes, env)
		for _, n := range c.nodes {
			n.start(tb, binary)
			n.listens() // for the next one to join it
		}
		if c.ready() {
			return c
		}
		for _, n := range c.nodes {
			n.kill()
		}
		if try == 3 {
			for i, n := range c.nodes {
				tb.Logf("node %d:\n%s", i, n.tail())
			}
			tb.Fatal("Weaviate does not start")
		}
	}
}

// newNodes makes nodes on free ports.
func newNodes(tb testing.TB, count int, env []string) []*node {
	tb.Helper()
	nodes := make([]*node, count)
	ports := freePorts(tb, 6*count)
	var join []string
	for i := range nodes {
		join = append(join, fmt.Sprintf("n%d:%d", i, ports[6*i+4]))
	}
	for i := range nodes {
		p := ports[6*i:]
		n := &node{dir: tb.TempDir(), host: net.JoinHostPort("127.0.0.1", strconv.Itoa(p[2]))}
		n.env = append([]string{
			"HOME=" + n.dir, "PERSISTENCE_DATA_PATH=" + filepath.Join(n.dir, "data"), "AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED=true",
			"CLUSTER_IN_LOCALHOST=true", "CLUSTER_ADVERTISE_ADDR=127.0.0.1", "CLUSTER_BIND_ADDR=127.0.0.1", "CLUSTER_HOSTNAME=n" + strconv.Itoa(i),
			fmt.Sprintf("CLUSTER_GOSSIP_BIND_PORT=%d", p[0]), fmt.Sprintf("CLUSTER_DATA_BIND_PORT=%d", p[1]), fmt.Sprintf("GRPC_PORT=%d", p[3]),
			fmt.Sprintf("RAFT_PORT=%d", p[4]), fmt.Sprintf("RAFT_INTERNAL_RPC_PORT=%d", p[5]),
			fmt.Sprintf("RAFT_BOOTSTRAP_EXPECT=%d", count), "RAFT_JOIN=" + strings.Join(join, ","), "RAFT_TIMEOUTS_MULTIPLIER=1",
			"ASYNC_REPLICATION_FREQUENCY=1s", "ASYNC_REPLICATION_PROPAGATION_DELAY=1s", "ASYNC_REPLICATION_ALIVE_NODES_CHECKING_FREQUENCY=1s",
			"DISABLE_TELEMETRY=true", "GO_PROFILING_DISABLE=true", "LOG_LEVEL=warning", "QUERY_DEFAULTS_LIMIT=10",
		}, env...)
		if n.peer = net.JoinHostPort("127.0.0.1", strconv.Itoa(p[0])); i > 0 {
			n.env = append(n.env, "CLUSTER_JOIN="+nodes[0].peer)
		}
		nodes[i] = n
	}
	return nodes
}

// freePorts finds pairs of ports, one behind the other, that nobody listens on now: the server takes it that its second port for
// gossip, and for Raft, is the one behind the first. They lie below those that connections begin at (32768 on Linux), so that no
// connection takes one while its node is down.
func freePorts(tb testing.TB, count int) (ports []int) {
	tb.Helper()
	var config net.ListenConfig
	listen := func(port int) (net.Listener, int) {
		l, err := config.Listen(tb.Context(), "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			return nil, 0
		}
		return l, l.Addr().(*net.TCPAddr).Port
	}
	for tries := 0; len(ports) < count; tries++ {
		if tries > 100*count {
			tb.Fatal("there are no free ports")
		}
		l, port := listen(12000 + rand.IntN(20000))
		if l == nil {
			continue
		}
		defer l.Close()
		if next, _ := listen(port + 1); next != nil {
			defer next.Close()
			ports = append(ports, port, port+1)
		}
	}
	return ports
}

func (n *node) start(tb testing.TB, binary string) {
	tb.Helper()
	_, port, _ := net.SplitHostPort(n.host)
	n.cmd = exec.CommandContext(context.Background(), binary, "--scheme", "http", "--host", "127.0.0.1", "--port", port)
	n.cmd.Dir, n.cmd.Env, n.cmd.Stdout, n.cmd.Stderr = n.dir, n.env, &n.log, &n.log
	dieWithParent(n.cmd)
	if err := n.cmd.Start(); err != nil {
		tb.Fatalf("start %s: %v", binary, err)
	}
	ended := make(chan struct{})
	n.ended = ended
	go func() {
		_ = n.cmd.Wait()
		close(ended)
	}()
}

// kill ends a node without a chance to say so, as kill -9 does.
func (n *node) kill() {
	_ = n.cmd.Process.Kill()
	<-n.ended
}

func (n *node) tail() string {
	log := n.log.String()
	return log[max(0, len(log)-4000):]
}

// Hosts are the addresses of the nodes.
func (c *Cluster) Hosts() []string {
	var hosts []string
	for _, n := range c.nodes {
		hosts = append(hosts, n.host)
	}
	return hosts
}

// Address is that of an index on the cluster, as DATELINE_STORE has it.
func (c *Cluster) Address(index string) string {
	return "weaviate://" + strings.Join(c.Hosts(), ",") + "/" + index
}

// Kill ends a node as kill -9 does.
func (c *Cluster) Kill(i int) { c.nodes[i].kill() }

// Restart starts a node that was killed, with what it had on disk, and waits until the cluster is whole.
func (c *Cluster) Restart(i int) {
	c.tb.Helper()
	if i == 0 { // it began alone
		c.nodes[0].env = append(c.nodes[0].env, "CLUSTER_JOIN="+c.nodes[len(c.nodes)-1].peer)
	}
	c.nodes[i].start(c.tb, os.Getenv(serverVariable))
	if !c.ready() {
		c.tb.Fatalf("Weaviate does not start again:\n%s", c.nodes[i].tail())
	}
}

// ready waits until every node knows every other as healthy.
func (c *Cluster) ready() bool {
	for _, n := range c.nodes {
		if !n.waits(func() bool { return n.healthy(len(c.nodes)) }) {
			return false
		}
	}
	return true
}

// listens waits until other nodes can speak to it.
func (n *node) listens() bool {
	return n.waits(func() bool {
		var d net.Dialer
		conn, err := d.DialContext(context.Background(), "tcp", n.peer)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
}

// waits looks until something is so, unless the node ends before or it takes too long.
func (n *node) waits(until func() bool) bool {
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if until() {
			return true
		}
		select {
		case <-n.ended:
			return false
		case <-look.C:
		}
	}
	return false
}

func (n *node) healthy(nodes int) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	get := func(path string, into any) bool {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+n.host+path, nil)
		if err != nil {
			return false
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return false
		}
		defer resp.Body.Close()
		if resp.StatusCode == http.StatusUnauthorized {
			return true // it wants a key, so it is there
		}
		return resp.StatusCode == http.StatusOK && (into == nil || json.NewDecoder(resp.Body).Decode(into) == nil)
	}
	var seen struct{ Nodes []struct{ Status string } }
	if !get("/v1/.well-known/ready", nil) || !get("/v1/nodes", &seen) {
		return false
	}
	healthy := 0
	for _, s := range seen.Nodes {
		if s.Status == "HEALTHY" {
			healthy++
		}
	}
	return healthy == nodes || len(seen.Nodes) == 0
}
