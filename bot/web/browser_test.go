package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dateline/retrieval/goldentest"
)

// axeVariable names the file axe.min.js of axe-core, and ciVariable is set where tests that want it and a browser must run.
const (
	axeVariable = "AXE_CORE"
	ciVariable  = "DATELINE_CI"
)

// lacking skips a test for want of something, or fails it where it must run.
func lacking(t *testing.T, sentence string) {
	t.Helper()
	if os.Getenv(ciVariable) != "" {
		t.Fatal(sentence)
	}
	t.Skip(sentence)
}

// patience bounds what a browser is waited for; a loaded machine takes its time.
const patience = 3 * time.Minute

// tab is a page in headless Chromium.
type tab struct {
	t    *testing.T
	ctx  context.Context
	site string // its address

	mu       sync.Mutex
	strayed  []string // requests to other hosts
	troubled []string // what the page had refused or thrown, and dialogs
}

// browse opens a browser on a site.
func browse(t *testing.T, s *Site) *tab {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		lacking(t, "there is no chromium here; apt-get install chromium brings it")
	}
	at, _ := serving(t, s)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WSURLReadTimeout(patience))
	b := &tab{t: t, site: "http://" + at}
	ctx, end := context.WithTimeout(context.Background(), patience)
	t.Cleanup(end)
	ctx, end = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(end)
	b.ctx, end = chromedp.NewContext(ctx, chromedp.WithListener(b.hear))
	t.Cleanup(end)
	b.do(command(network.Enable, network.EnableParams{}), command(log.Enable, cdp.Empty{}), look(1000, 700, "light"))
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if len(b.strayed)+len(b.troubled) > 0 {
			t.Errorf("the page asked other hosts %q and was in trouble with %q", b.strayed, b.troubled)
		}
	})
	return b
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if to, err := url.Parse(e.Request.URL); err != nil || "http://"+to.Host != b.site {
			b.strayed = append(b.strayed, e.Request.URL)
		}
	case *runtime.EventExceptionThrown:
		b.troubled = append(b.troubled, fmt.Sprint(e.ExceptionDetails.Text, " ", e.ExceptionDetails.URL))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			b.troubled = append(b.troubled, e.Entry.Text)
		}
	case *page.EventJavascriptDialogOpening:
		b.troubled = append(b.troubled, "a dialog: "+e.Message)
	}
}

// command sends one command of the DevTools protocol.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site + path))
}

// is what an expression of JavaScript says.
func is[T any](b *tab, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// until waits for an expression to be true, also on the page that comes next.
func (b *tab) until(expression string) {
	b.t.Helper()
	often := time.NewTicker(20 * time.Millisecond)
	defer often.Stop()
	for {
		if is, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression)); err == nil && is {
			return
		}
		select {
		case <-often.C:
		case <-b.ctx.Done():
			b.t.Fatalf("it never comes that %s", expression)
		}
	}
}

// press presses keys.
func (b *tab) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// tabTo goes on from field to field until one matches a selector.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 60 {
		b.press(kb.Tab)
		if is[bool](b, "document.activeElement.matches("+quoted(selector)+")") {
			return
		}
	}
	b.t.Fatalf("the keyboard does not reach %s", selector)
}

func quoted(s string) string {
	raw, _ := json.Marshal(s)
	return string(raw)
}

const (
	answered   = `document.querySelector(".turn:not(.draft) .small") !== null && document.querySelector(".draft") === null`
	besideMark = `(document.querySelector("#beside mark")?.textContent ?? "")`
	inView     = `(() => { const at = document.getElementById("cited").getBoundingClientRect(); return at.top >= 0 && at.top < innerHeight })()`
)

func TestBrowserAsks(t *testing.T) {
	b := browse(t, sample(t))
	b.open("/")
	b.do(chromedp.SendKeys(chromedp.CSS("#words"), "What did Kerry tell Lavrov?"+kb.Enter))
	b.until(answered)
	if status := is[string](b, `document.getElementById("status").textContent`); !strings.HasPrefix(status, "Answered, with") {
		t.Errorf("the page says %q", status)
	}
	// The second claim's marker opens its passage, in which its very words are marked.
	claim := is[string](b, `document.querySelectorAll(".claim")[1].firstChild.textContent.trim()`)
	b.do(chromedp.Click(chromedp.CSS(".claim:nth-of-type(2) .marker")))
	b.until(besideMark + ` !== ""`)
	if marked := is[string](b, besideMark); marked != claim {
		t.Errorf("marked is %q, want %q", marked, claim)
	}
	if !is[bool](b, `document.activeElement.id === "beside" && document.querySelector("#beside h2").textContent === "Kerry warns Russia over Aleppo"`) {
		t.Error("the passage beside the answer is not where the reader is")
	}
	b.do(chromedp.Click(chromedp.CSS("#beside .close")))
	b.until(`document.getElementById("beside").hidden`)
	// One can ask on, and load the page again.
	b.do(chromedp.SendKeys(chromedp.CSS("#words"), "When did he say that?"+kb.Enter))
	b.until(answered + ` && document.querySelectorAll(".turn").length === 2`)
	b.do(chromedp.Reload())
	b.until(`document.querySelectorAll(".turn").length === 2`)
	if first := is[string](b, `document.querySelector(".turn").innerText`); !strings.Contains(first, "Understood as") || !strings.Contains(first, "Kerry") {
		t.Errorf("the follow-up is\n%s", first)
	}
}

func TestBrowserMarksTheWords(t *testing.T) {
	s := sample(t)
	b := browse(t, s)
	p, at := passageWith(t, sampleDesk(t), "kerry-warns-russia", "Their diplomats helped")
	b.do(chromedp.EmulateViewport(360, 400))
	for _, fragment := range []string{"#cited", ""} {
		b.open("/coverage")
		b.open(fmt.Sprintf("/article/kerry-warns-russia?p=%s&q=%d-%d%s", p.ID, at.Start, at.End, fragment))
		b.until(inView)
		if marked := is[string](b, `document.querySelector("mark").textContent`); marked != "Their diplomats helped" {
			t.Errorf("marked is %q", marked)
		}
	}
}

func TestBrowserFilters(t *testing.T) {
	b := browse(t, sample(t))
	b.open("/")
	b.do(chromedp.Click(chromedp.CSS("summary")), chromedp.SendKeys(chromedp.CSS("#since"), "December 2016"), chromedp.SendKeys(chromedp.CSS("#words"), "What happened in Aleppo?"+kb.Enter))
	b.until(answered)
	if sources := is[string](b, `document.querySelector(".sources").innerText`); !strings.Contains(sources, "Dec 2016") || strings.Contains(sources, "Sept 2016") {
		t.Errorf("from December on the sources are\n%s", sources)
	}
	b.do(chromedp.SetValue(chromedp.CSS("#since"), "soon"), chromedp.SendKeys(chromedp.CSS("#words"), "Who?"+kb.Enter))
	b.until(`document.getElementById("problem").textContent.includes("which is no date")`)
}

func TestBrowserAbstains(t *testing.T) {
	b := browse(t, sample(t))
	b.open("/")
	b.do(chromedp.SendKeys(chromedp.CSS("#words"), "What did Kerry say about Ukraine?"+kb.Enter))
	b.until(answered)
	if said := is[string](b, `document.querySelector(".turn").innerText`); !strings.Contains(said, "The coverage does not answer this question.") || !strings.Contains(said, "Nearest") {
		t.Errorf("the abstention is\n%s", said)
	}
	b.do(chromedp.Click(chromedp.CSS(".sources .cite")))
	b.until(`!document.getElementById("beside").hidden`)
}

func TestBrowserByKeyboardAlone(t *testing.T) {
	b := browse(t, sample(t))
	b.open("/")
	b.press(kb.Tab)
	if !is[bool](b, `document.activeElement.matches(".skip") && document.activeElement.getBoundingClientRect().left >= 0`) {
		t.Error("the first key does not show the way to the page")
	}
	b.tabTo("#words")
	b.do(chromedp.KeyEvent("What did Kerry tell Lavrov?"))
	b.press(kb.Enter)
	b.until(answered)
	b.tabTo(".marker")
	b.press(kb.Enter)
	b.until(besideMark + ` !== ""`)
	b.press(kb.Escape)
	if !is[bool](b, `document.getElementById("beside").hidden && document.activeElement.matches(".marker")`) {
		t.Error("Escape does not lead back to the marker")
	}
	if is[string](b, `getComputedStyle(document.activeElement).outlineStyle`) == "none" {
		t.Error("one does not see where one is")
	}
}

func TestBrowserWithoutScript(t *testing.T) {
	b := browse(t, sample(t))
	b.do(command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}), chromedp.EmulateViewport(360, 400))
	b.open("/timeline")
	b.do(chromedp.SendKeys(chromedp.CSS("#words"), "evacuation of Aleppo"), chromedp.Submit(chromedp.CSS("#ask")), chromedp.WaitVisible(chromedp.CSS(".picture svg")))
	b.open("/")
	b.do(chromedp.SendKeys(chromedp.CSS("#words"), "What did Kerry tell Lavrov?"), chromedp.Submit(chromedp.CSS("#ask")), chromedp.WaitVisible(chromedp.CSS(".turn")))
	claim := is[string](b, `document.querySelectorAll(".claim")[1].firstChild.textContent.trim()`)
	b.do(chromedp.Click(chromedp.CSS(".claim:nth-of-type(2) .marker")), chromedp.WaitVisible(chromedp.CSS("mark")))
	if marked := is[string](b, `[...document.querySelectorAll("mark")].map(m => m.textContent).join("")`); marked != claim {
		t.Errorf("marked is %q, want %q", marked, claim)
	}
	b.until(inView)
}

func TestBrowserAndHostileArticle(t *testing.T) {
	evil := `<script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">lock</a>`
	d := deskWith(t, hostile("evil", "Lock "+evil, "The lock at Oakmere opened on Sunday 2 May 2021 "+evil+" and the harbour office counted forty barges."))
	b := browse(t, New(Config{Desk: &tampered{d}, Log: logOf(t)}))
	b.open("/?question=" + url.QueryEscape("When did the lock at Oakmere open? "+evil))
	b.open("/")
	b.do(chromedp.SendKeys(chromedp.CSS("#words"), "When did the lock at Oakmere open?"+kb.Enter))
	b.until(answered)
	b.do(chromedp.Click(chromedp.CSS(".cite")))
	b.until(`!document.getElementById("beside").hidden`)
	for _, path := range []string{"", "/article/evil", "/search?query=lock", "/coverage"} {
		if path != "" {
			b.open(path)
		}
		if n := is[int](b, `document.querySelectorAll("main script, main img, main [href^='javascript:']").length`); n != 0 {
			t.Errorf("%s: %d elements come from the article", path, n)
		}
		if said := is[string](b, `document.querySelector("main").innerText`); !strings.Contains(said, "<script>alert(1)</script>") {
			t.Errorf("%s does not show the article's words as they are:\n%s", path, said)
		}
	}
}

// looks are what the pages are looked at in.
var looks = []struct {
	name   string
	width  int64
	scheme string
}{{"wide-light", 1000, "light"}, {"wide-dark", 1000, "dark"}, {"narrow-light", 320, "light"}, {"narrow-dark", 320, "dark"}}

func look(width, height int64, scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(chromedp.EmulateViewport(width, height), command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	}))
}

// TestBrowserAccessibility has axe-core look for what keeps people out, by WCAG 2.2 AA and good practice.
func TestBrowserAccessibility(t *testing.T) {
	if _, err := exec.LookPath("chromium"); err != nil {
		lacking(t, "there is no chromium here; apt-get install chromium brings it")
	}
	axe, err := os.ReadFile(os.Getenv(axeVariable))
	if err != nil {
		lacking(t, axeVariable+" does not name the file axe.min.js; npm pack axe-core brings it")
	}
	s := sample(t)
	p, at := passageWith(t, sampleDesk(t), "kerry-warns-russia", "“expressed grave concern”")
	pages := []string{
		"/", kerry, kerry + "&since=2016-12-01", "/?question=%3F", "/summary?topic=evacuation+of+Aleppo&length=detailed", "/timeline?topic=evacuation+of+Aleppo",
		"/quotes?speaker=Kerry", "/check?claim=Putin+suspended+the+plutonium+agreement.", "/search?query=Aleppo", "/coverage?page=2", "/nowhere",
		fmt.Sprintf("/article/kerry-warns-russia?p=%s&q=%d-%d", p.ID, at.Start, at.End),
	}
	for _, l := range looks {
		t.Run(l.name, func(t *testing.T) {
			b := browse(t, New(Config{Desk: s.desk, Log: logOf(t)}))
			b.do(look(l.width, 700, l.scheme))
			for _, path := range pages {
				b.open(path)
				if strings.HasPrefix(path, kerry) && !strings.Contains(path, "since") {
					b.do(chromedp.Click(chromedp.CSS(".cite")))
					b.until(besideMark + ` !== ""`)
				}
				b.examine(string(axe), path)
			}
			b.mu.Lock()
			defer b.mu.Unlock()
			b.troubled = nil // /nowhere and a question that is none are errors
		})
	}
}

// examine has axe-core examine the page, which must not be wider than the window either.
func (b *tab) examine(axe, path string) {
	b.t.Helper()
	if wide := is[int](b, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
		b.t.Errorf("%s is %d px wider than the window", path, wide)
	}
	is[int](b, axe+";0")
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => r.passes.length < 10 ? "hardly anything was examined" :
		r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html + " " + n.failureSummary).join(" | ")).join("\n"))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	if found != "" {
		b.t.Errorf("%s:\n%s", path, found)
	}
}

// On paper the navigation and the forms are of no use.
func TestBrowserPrints(t *testing.T) {
	b := browse(t, sample(t))
	b.open(kerry)
	b.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	if shown := is[bool](b, `["form", "header nav", "footer"].some(s => document.querySelector(s).getClientRects().length > 0)`); shown {
		t.Error("what one cannot press is printed")
	}
	if !is[bool](b, `document.querySelector(".sources").getClientRects().length > 0`) {
		t.Error("the sources are not printed")
	}
}

// TestPictures holds that the pictures of the README are of the size that the page has in a browser, and takes them with -update.
// Their letters are the browser's, so that they are not compared point by point.
func TestPictures(t *testing.T) {
	for _, l := range looks {
		b := browse(t, sample(t))
		b.do(look(max(l.width, 360), 600, l.scheme))
		b.open("/")
		b.do(chromedp.SendKeys(chromedp.CSS("#words"), "Why did Kerry threaten to suspend cooperation with Russia?"+kb.Enter))
		b.until(answered)
		if l.width > 400 {
			b.do(chromedp.Click(chromedp.CSS(".claim:nth-of-type(2) .marker")))
			b.until(besideMark + ` !== ""`)
		}
		is[bool](b, "(scrollTo(0, 0), true)")
		picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		drawn, err := png.Decode(bytes.NewReader(picture))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", "pictures", l.name+".png")
		if *goldentest.Update {
			var small bytes.Buffer
			if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, drawn); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, small.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		size, err := png.DecodeConfig(bytes.NewReader(kept))
		if at := drawn.Bounds(); err != nil || size.Width != at.Dx() || size.Height != at.Dy() {
			t.Errorf("%s is %d by %d (%v), the page %v; take it anew with -update", path, size.Width, size.Height, err, at)
		}
	}
}
