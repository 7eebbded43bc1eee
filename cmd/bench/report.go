package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/exhibit"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

// reporting is the flags of bench report.
type reporting struct{ output, plots, format string }

func newReportCommand(stdout io.Writer) *cobra.Command {
	var o reporting
	command := &cobra.Command{
		Use:   "report FILE...",
		Short: "Show results to others: a page with plots, or text",
		Long: `Makes one HTML page, which works offline, of what run, load and nonces have written
with --format json. Which of them a file is from is told from what is in it. Two
files of one kind are compared. Nothing is measured.

Exit codes: 0 the report is made, whatever it says, 1 could not do it, 2 wrong
usage or a file that is no result.`,
		Example: `  bench report run.json --output report.html
  bench report before.json after.json --output comparison.html
  bench report run.json load.json nonces.json --plots plots --output report.html
  bench report load.json --format text`,
		RunE: func(_ *cobra.Command, files []string) error { return o.run(files, stdout) },
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
func (o *reporting) run(paths []string, stdout io.Writer) error {
	if !slices.Contains(reportFormats(), o.format) {
		return usage("--format %q: want one of %s", o.format, strings.Join(reportFormats(), ", "))
	}
	if len(paths) == 0 {
		return usage("want a FILE that bench run, load or nonces has written with --format json")
	}
	p, err := readPage(paths)
	if err != nil {
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

func renderPage(w io.Writer, p page.Page, format string) error {
	if format == "text" {
		return p.Text(w)
	}
	return p.HTML(w)
}

// readPage reads all files and makes the page of them.
func readPage(paths []string) (page.Page, error) {
	var files []results.File
	for i, path := range paths {
		file, err := readResult(path, displayName(paths, i))
		if err != nil {
			return page.Page{}, usage("%q: %w", path, withoutPath(err))
		}
		files = append(files, file)
	}
	p, err := exhibit.Page(files)
	if err != nil {
		return p, usage("%w", err)
	}
	return p, nil
}

func readResult(path, name string) (results.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return results.File{}, err
	}
	defer f.Close()
	return results.Read(name, f)
}

// withoutPath takes the path out of an error of the file system, where it stands in
// front already.
func withoutPath(err error) error {
	var e *os.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// displayName is the last part of a path, as a report is shown to people who do not
// have that folder; where two are the same it is the whole path.
func displayName(paths []string, i int) string {
	name := filepath.Base(paths[i])
	for j, other := range paths {
		if j != i && filepath.Base(other) == name {
			return paths[i]
		}
	}
	return name
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
		if err := writePlot(filepath.Join(folder, p.ID+".svg"), p); err != nil {
			return err
		}
	}
	return nil
}

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
