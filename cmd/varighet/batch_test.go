package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The flags of a batch stand anywhere before "--"; what is the value of another flag is none.
func TestBatchFlagsAreTakenOut(t *testing.T) {
	for _, c := range []struct {
		args, rest string
		want       batch
	}{
		{"run s.toml", "run s.toml", batch{}},
		{"--log json run s.toml -o out", "run s.toml -o out", batch{json: true}},
		{"run --deadline=1h30m s.toml --fail-on warn", "run s.toml", batch{failOnWarn: true, deadline: 90 * time.Minute}},
		{"survival km a.csv --time --log --event e", "survival km a.csv --time --log --event e", batch{}},
		{"run -- --log json", "run -- --log json", batch{}},
		{"run --log text --fail-on fault s.toml", "run s.toml", batch{}},
	} {
		got, rest, err := grammarOf(commandTable()).takeBatch(strings.Fields(c.args))
		if err != nil || got != c.want || !slices.Equal(rest, strings.Fields(c.rest)) {
			t.Errorf("%s: got %+v and %q, %v; want %+v and %q", c.args, got, rest, err, c.want, c.rest)
		}
	}
}

// The exit codes are those that `varighet help batch` lists.
func TestExitCodes(t *testing.T) {
	dir := t.TempDir()
	few := filepath.Join(dir, "few.csv") // a curve of two warns
	if err := os.WriteFile(few, []byte("t,e\n3,1\n5,0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	km := "survival km " + few + " --time t --event e"
	for args, want := range map[string]int{
		km:                             exitDone,
		km + " --fail-on warn":         exitWarned,
		km + " --json --fail-on warn":  exitWarned,
		"version --fail-on warn":       exitDone,
		km + "x --fail-on warn":        exitFault,
		"survival kn --fail-on warn":   exitUsage,
		"version --deadline yesterday": exitUsage,
		"simulate --lists 50000 --deadline 50ms -o " + filepath.Join(dir, "country"): exitDeadline,
	} {
		var said strings.Builder
		if got := run(strings.Fields(args), console{strings.NewReader(""), io.Discard, &said}); got != want {
			t.Errorf("varighet %s: exit %d, want %d\n%s", args, got, want, said.String())
		}
	}
}

// steps are what a workflow has the shell do, in order.
func steps(t *testing.T, workflow string) (list []string) {
	t.Helper()
	b, err := os.ReadFile(workflow)
	if err != nil {
		t.Fatal(err)
	}
	open := ""
	for line := range strings.SplitSeq(string(b), "\n") {
		indented, inBlock := strings.CutPrefix(line, strings.Repeat(" ", 10))
		switch _, command, isRun := strings.Cut(line, " run: "); {
		case open != "" && inBlock:
			list[len(list)-1] += indented + "\n"
		case isRun && command == "|":
			list, open = append(list, ""), "block"
		case isRun:
			list, open = append(list, command), ""
		default:
			open = ""
		}
	}
	return list
}

// The steps of the workflow in docs/batch do what it says, one after another in a shell, with
// made-up months and a key in the environment as the secret of a repository is.
func TestWorkflowSteps(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	workflow, err := filepath.Abs("../../docs/batch/stability.yml")
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(t.TempDir(), "made")
	t.Chdir(t.TempDir())
	runOK(t, "simulate", "-o", made, "--lists", "60", "--municipalities", "6", "--last", "2003-04")
	runOK(t, "key", "new", "made.key")
	key, err := os.ReadFile("made.key")
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{os.Rename(filepath.Join(made, "monthly"), "months"), os.Mkdir("bin", 0o700), os.Symlink(program, "bin/varighet")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	runOK(t, "study", "new", "months", "-o", "study.toml")
	list := steps(t, workflow)
	if len(list) != 4 {
		t.Fatalf("%d steps, want key, check, run and leave out: %q", len(list), list)
	}
	for _, step := range list {
		cmd := exec.Command(bash, "-e", "-c", step)
		cmd.Env = append(os.Environ(), "VARIGHET_KEY="+strings.TrimSpace(string(key)))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s\n%v\n%s", step, err, out)
		}
	}
	if _, err := os.Stat("out/study/report.html"); err != nil {
		t.Error(err)
	}
	for _, gone := range []string{"out/study/internal", "study.key"} {
		if _, err := os.Stat(gone); err == nil {
			t.Errorf("%s is kept", gone)
		}
	}
}

// systemd takes the service and the timer of docs/batch, with a program that is there.
func TestServiceAndTimer(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd is not installed")
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var units []string
	for _, name := range []string{"varighet.service", "varighet.timer"} {
		b, err := os.ReadFile(filepath.Join("..", "..", "docs", "batch", name))
		if err != nil {
			t.Fatal(err)
		}
		unit := filepath.Join(dir, name)
		text := strings.Replace(string(b), "/usr/bin/varighet", program, 1)
		if err := os.WriteFile(unit, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		units = append(units, unit)
	}
	if out, err := exec.Command(analyze, append([]string{"verify", "--man=no"}, units...)...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	} else if strings.Contains(string(out), "varighet.") {
		t.Errorf("systemd complains: %s", out)
	}
}
