package desk

// Command is one thing that readers can do, as every surface declares and explains it. Names and descriptions stay
// within Discord's limits: 32 and 100 characters.
type Command struct {
	Name    string
	About   string
	Example string
	Options []Option
}

// Option is one option of a command.
type Option struct {
	Name     string
	About    string
	Required bool
	Flag     bool     // true or false, not text
	Choices  []string // the only values taken
	Complete bool     // values are headlines, completed as they are typed
}

// Commands are offered in Discord and in chat alike, in this order.
var Commands = []Command{
	{
		Name: "ask", About: "Ask the coverage a question and get a cited answer.",
		Example: "What did Kerry tell Lavrov?",
		Options: []Option{
			{Name: "question", About: "What you want to know.", Required: true},
			{Name: "private", About: "Show the answer to you alone.", Flag: true},
			{Name: "since", About: "Only coverage from this date on: 2016-09-28, September 2016 or 2016."},
			{Name: "until", About: "Only coverage up to and with this date."},
			{Name: "outlet", About: "Only coverage of this outlet."},
		},
	},
	{
		Name: "summary", About: "Summarise an article or a topic, every sentence cited.",
		Example: "Kerry warns Russia over Aleppo",
		Options: []Option{
			{Name: "article", About: "The article's headline.", Complete: true},
			{Name: "topic", About: "A topic instead of one article."},
			{Name: "length", About: "How long it should be.", Choices: Lengths},
			{Name: "private", About: "Show the summary to you alone.", Flag: true},
		},
	},
	{Name: "help", About: "What this bot does, and how to ask it.", Example: ""},
}
