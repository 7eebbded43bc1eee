package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

// reporting is the flags of bench report.
type reporting struct{ output, plots, format string }

func newReportCommand(stdin io.Reader, stdout io.Writer) *cobra.Command {
	var o reporting
	command := &cobra.Command{
		Use:   "report FILE... [vs FILE...]",
		Short: "Show results to others: a page with plots, or text",
		Long: `Makes one HTML page, which works offline, of what run, load and nonces have written
with --format json. Which of them a file is from is told from what is in it; - is
stdin. Two files of one kind are compared. More are runs of one test, of which the
median and the range are shown; with vs between them, those of two sides. Nothing is
measured.

Exit codes: 0 the report is made, whatever it says, 1 could not do it, 2 wrong
usage or a file that is no result.`,
		Example: `  bench report run.json --output report.html
  bench report before.json after.json --output comparison.html
  bench report before-*.json vs after-*.json --output comparison.html
  bench report run.json load.json nonces.json --plots plots --output report.html
  bench report load.json --format text`,
		RunE: func(_ *cobra.Command, files []string) error { return o.run(files, stdin, stdout) },
	}
	flags := command.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.output, "output", "", "write the report to this `FILE` instead of stdout")
	flags.StringVar(&o.plots, "plots", "", "also write each plot as an SVG into this `FOLDER`")
	flags.StringVar(&o.format, "format", "html", "`FORMAT` of the report: "+strings.Join(reportFormats(), ", "))
	if err := command.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(reportFormats(), cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // a flag that is not registered above
	}
	return command
}

// reportFormats lists the forms of a page, the default first.
func reportFormats() []string { return []string{"html", "text"} }

// run is the whole of bench report. All files are read before anything is written.
func (o *reporting) run(arguments []string, stdin io.Reader, stdout io.Writer) error {
	if !slices.Contains(reportFormats(), o.format) {
		return usage("--format %q: want one of %s", o.format, strings.Join(reportFormats(), ", "))
	}
	in := inputs{stdin: stdin}
	p, err := in.page(arguments)
	if err != nil {
		return err
	}
	if err := o.keep(in, p.Plots()); err != nil {
		return err
	}
	if err := writePlots(o.plots, p.Plots()); err != nil {
		return failure(err)
	}
	out, err := openOutput(o.output, stdout)
	if err != nil {
		return failure(err)
	}
	defer out.discard()
	if err := out.write(func(w io.Writer) error { return renderPage(w, p, o.format) }); err != nil {
		return failure(err)
	}
	return nil
}

// keep refuses to write over what was read: a measurement cannot be made again. Nor may
// the page take the place of one of its plots.
func (o *reporting) keep(in inputs, plots []plot.Plot) error {
	if in.has(o.output) {
		return usage("--output %q: is one of the inputs", o.output)
	}
	if o.plots == "" {
		return nil
	}
	for _, p := range plots {
		path := plotPath(o.plots, p)
		if in.has(path) {
			return usage("--plots %q: %q in it is one of the inputs", o.plots, filepath.Base(path))
		}
		if o.output != "" && filepath.Clean(o.output) == path {
			return usage("--output %q: is one of the plots", o.output)
		}
	}
	return nil
}

func renderPage(w io.Writer, p page.Page, format string) error {
	if format == "text" {
		return p.Text(w)
	}
	return p.HTML(w)
}

// writePlots writes each plot to a file of its own, named after it.
func writePlots(folder string, plots []plot.Plot) error {
	if folder == "" {
		return nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("--plots %q: %w", folder, withoutPath(err))
	}
	for _, p := range plots {
		if err := writePlot(plotPath(folder, p), p); err != nil {
			return err
		}
	}
	return nil
}

func plotPath(folder string, p plot.Plot) string { return filepath.Join(folder, p.ID+".svg") }

func writePlot(path string, p plot.Plot) error {
	out, err := openOutput(path, nil)
	if err != nil {
		return err
	}
	defer out.discard()
	return out.write(func(w io.Writer) error {
		_, err := io.WriteString(w, p.SVG(plot.Variant{Alone: true})+"\n")
		return err
	})
}
