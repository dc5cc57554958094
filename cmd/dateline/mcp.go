package main

import (
	"io"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"dateline/bot/web"
)

func (a *app) mcpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "mcp",
		Short:   "The coverage as tools for language models, by the Model Context Protocol over standard input and output",
		Example: "  dateline mcp",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			defer o.follow(cmd.Context(), func() {})()
			site := web.New(web.Config{Desk: o.desk, Log: o.log, Excerpts: o.settings.excerpts})
			return site.Tools().Run(cmd.Context(), &mcp.IOTransport{Reader: io.NopCloser(a.in), Writer: unclosed{a.out}})
		},
	}
}

// unclosed is a writer that stays open.
type unclosed struct{ io.Writer }

// Close leaves it open.
func (unclosed) Close() error { return nil }
