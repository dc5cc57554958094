package desk

// Command is one thing that readers can do, as every surface declares and explains it. Names and descriptions stay
// within Discord's limits: 32 and 100 characters.
type Command struct {
	Name    string // of a message command, what its menu entry says
	About   string // "" of a message command
	Example string // what stands behind the name
	Options []Option
	Kind    CommandKind
	Under   []Command // of a Group
	Admin   bool      // for who may manage a server, and in servers alone
	Chat    bool      // a terminal has it too
	key     string    // of its phrases, where the name is none
}

// CommandKind tells commands apart by how they are called.
type CommandKind int

// Kinds of commands.
const (
	Typed     CommandKind = iota // written with a slash
	Group                        // written before one of those under it
	OnMessage                    // chosen from the menu of a message
)

// Option is one option of a command.
type Option struct {
	Name     string
	About    string
	Required bool
	Kind     OptionKind
	Choices  []string   // the only values taken
	Complete Completion // how values are completed as they are typed
	Least    int        // of a Number
	Most     int
	key      string // of its phrases, where several commands share it
}

// OptionKind is what an option takes.
type OptionKind int

// Kinds of options.
const (
	Text OptionKind = iota
	Flag            // true or false
	Number
	Channel
	Role
	File
)

// Completion is what an option's values are completed from.
type Completion string

// Completions.
const (
	Headlines Completion = "headlines"
	Outlets   Completion = "outlets"
	Sources   Completion = "sources" // that a server added
)

// The options that several commands share.
var (
	private = Option{Name: "private", About: "Show the answer to you alone.", Kind: Flag, key: "private"}
	since   = Option{Name: "since", About: "Only coverage from this date on: 2016-09-28, September 2016 or 2016.", key: "since"}
	until   = Option{Name: "until", About: "Only coverage up to and including this date.", key: "until"}
	outlet  = Option{Name: "outlet", About: "Only coverage of this outlet.", Complete: Outlets, key: "outlet"}
)

// What the options of the settings take.
var (
	Visibilities = []string{"public", "private"}
	QuotaHolders = []string{"reader", "channel", "server"}
	Languages    = []string{"en", "es", "fr", "de", "own"}
)

// MaxQuota is the most questions an hour that a quota allows.
const MaxQuota = 10000

// The message commands: one asks what a message says or asks, the other checks what it claims.
const (
	AskMessage   = "What does the coverage say?"
	CheckMessage = "Check this with the coverage"
)

// Commands are offered in Discord and, where Chat says so, in a terminal, in this order.
var Commands = []Command{
	{
		Name: "ask", About: "Ask the coverage a question and get a cited answer.", Chat: true,
		Example: "What did Kerry tell Lavrov?",
		Options: []Option{
			{Name: "question", About: "What you want to know; left out, a form opens."},
			private, since, until, outlet,
			{Name: "article", About: "Only this article, by its headline.", Complete: Headlines},
		},
	},
	{
		Name: "summary", About: "Summarise articles, a topic or a time, every sentence cited.", Chat: true,
		Example: "Kerry warns Russia over Aleppo",
		Options: []Option{
			{Name: "article", About: "The article's headline.", Complete: Headlines},
			{Name: "topic", About: "A topic instead of articles."},
			{Name: "length", About: "How long it should be.", Choices: Lengths},
			{Name: "period", About: "Only this time: this week, last month, September 2016."},
			{Name: "second", About: "A second article, by its headline.", Complete: Headlines},
			{Name: "third", About: "A third article.", Complete: Headlines},
			private, since, until, outlet,
		},
	},
	{
		Name: "timeline", About: "The dated events of a topic or a person, in order, each cited.", Chat: true,
		Example: "evacuation of Aleppo",
		Options: []Option{
			{Name: "topic", About: "The topic or the person.", Required: true},
			private, since, until, outlet,
		},
	},
	{
		Name: "quotes", About: "What a speaker said, word for word.", Chat: true,
		Example: "Kerry",
		Options: []Option{
			{Name: "speaker", About: "Who said it: a person, an office or an organisation.", Required: true},
			{Name: "topic", About: "Only what was said on this."},
			private, since, until, outlet,
		},
	},
	{
		Name: "check", About: "What the coverage says of a claim, for and against.", Chat: true,
		Example: "Russia suspended the plutonium agreement.",
		Options: []Option{
			{Name: "claim", About: "The claim, as a sentence.", Required: true},
			private, since, until, outlet,
		},
	},
	{
		Name: "coverage", About: "What the coverage holds: articles, outlets, dates, headlines.", Chat: true,
		Example: "Aleppo",
		Options: []Option{
			{Name: "search", About: "Words of a headline."},
			{Name: "page", About: "A later page of the headlines.", Kind: Number, Least: 1, Most: 100000},
		},
	},
	{
		Name: "article", About: "What is known of one article.", Chat: true,
		Example: "Kerry warns Russia over Aleppo",
		Options: []Option{{Name: "article", About: "The article's headline.", Required: true, Complete: Headlines}},
	},
	{
		Name: "follow", About: "Post here when new coverage changes the answer to a question.", Chat: true,
		Example: "How many people left Aleppo?",
		Options: []Option{{Name: "question", About: "The question to follow.", Required: true}},
	},
	{Name: "following", About: "The questions that you follow, and an end to them.", Chat: true},
	{Name: "help", About: "What this bot does, and how to ask it.", Chat: true},
	{Name: "privacy", About: "What is kept of you, and how to have it deleted.", Chat: true},
	{Name: AskMessage, Kind: OnMessage, key: "message"},
	{Name: CheckMessage, Kind: OnMessage, key: "message_check"},
	{
		Name: "dateline", About: "Set Dateline up in this server.", Kind: Group, Admin: true, Chat: true,
		Under: []Command{
			{
				Name: "settings", About: "Show or change where and how the bot answers here.",
				Options: []Option{
					{Name: "allow", About: "Answer in this channel, and not in those that are not allowed.", Kind: Channel},
					{Name: "auto", About: "Answer everything in this channel or forum, without a mention.", Kind: Channel},
					{Name: "reset", About: "Drop what was set for this channel.", Kind: Channel},
					{Name: "channel", About: "Set the following for this channel and its threads alone.", Kind: Channel},
					{Name: "visibility", About: "Who sees answers to commands unless they say otherwise.", Choices: Visibilities},
					{Name: "quota", About: "Questions an hour, each reader's unless you say whose; 0 lifts the limit.", Kind: Number, Most: MaxQuota},
					{Name: "whose", About: "Whose quota it is.", Choices: QuotaHolders},
					{Name: "role", About: "A role that this quota is for; without a quota it has none of its own any more.", Kind: Role},
					{Name: "language", About: "The language that the bot speaks here; own is each reader's.", Choices: Languages},
					{Name: "outlets", About: "The outlets that are cited here, with commas between them; all for all."},
				},
			},
			{
				Name: "add", About: "Add coverage for this server alone.",
				Options: []Option{
					{Name: "url", About: "An article, a feed or a sitemap."},
					{Name: "file", About: "A file: text, Markdown, HTML, JSON, a feed, or a zip of them.", Kind: File},
					{Name: "shared", About: "For the coverage of all; the bot's operator only.", Kind: Flag},
				},
			},
			{
				Name: "remove", About: "Remove coverage that was added in this server.",
				Options: []Option{{Name: "source", About: "What was added.", Required: true, Complete: Sources}},
			},
			{
				Name: "refresh", About: "Read the added coverage anew now.",
				Options: []Option{{Name: "source", About: "This one only.", Complete: Sources}},
			},
			{Name: "status", About: "Whether all is well: coverage, model, memory."},
			{
				Name: "feedback", About: "Feedback as CSV, and the questions that went unanswered.",
				Options: []Option{{Name: "since", About: "Only from this date on."}},
			},
		},
	},
}

// OptionsOf are the options of a command by its name; one that is under another has that one's name before its own.
func OptionsOf(name string) []Option {
	for _, c := range Commands {
		if c.Name == name {
			return c.Options
		}
		for _, under := range c.Under {
			if c.Name+" "+under.Name == name {
				return under.Options
			}
		}
	}
	return nil
}

// NameIn is a command's name in a locale: message commands have one in each, others are called alike everywhere.
func (c Command) NameIn(l Locale) string {
	if c.Kind != OnMessage || l == English {
		return c.Name
	}
	return l.Say("command." + c.key + ".name")
}

// AboutIn is a command's description in a locale. group is the name of the Group that it is under, or "".
func (c Command) AboutIn(l Locale, group string) string {
	return l.described(c.About, dotted(group, c.Name))
}

// AboutIn is an option's description in a locale; group and command are the names that it stands behind.
func (o Option) AboutIn(l Locale, group, command string) string {
	if o.key != "" {
		return l.described(o.About, o.key)
	}
	return l.described(o.About, dotted(group, command, o.Name))
}

func (l Locale) described(english, key string) string {
	if l == English {
		return english
	}
	return l.Say("command." + key)
}

func dotted(names ...string) string {
	key := ""
	for _, n := range names {
		if n != "" && key != "" {
			key += "."
		}
		key += n
	}
	return key
}
