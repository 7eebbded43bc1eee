package main

import "github.com/embedsign/embedsign/signer"

// breakURL attacks a signed URL.
func breakURL(r *request) (func(*writer), error) {
	return r.broken(func() (signer.Broken, error) { return signer.Break(r.attack, r.url) })
}

// puzzle attacks it in a way that the learner has to find out.
func puzzle(r *request) (func(*writer), error) {
	return r.broken(func() (signer.Broken, error) { return signer.Puzzle(r.url, uint(r.pick)) })
}

func (r *request) broken(attack func() (signer.Broken, error)) (func(*writer), error) {
	if err := r.checkURL(); err != nil {
		return nil, err
	}
	b, err := attack()
	if err != nil { // it names the attack and what is wrong with the URL
		return nil, &failure{codeBadRequest, err.Error()}
	}
	return func(w *writer) { w.broken(&b) }, nil
}

// lesson inspects the learner's URL itself, so that nobody can claim a verdict.
func lesson(r *request) (func(*writer), error) {
	if err := r.checkURL(); err != nil {
		return nil, err
	}
	inspection := r.inspection()
	inspection.SkipCauses = true // no lesson asks for them
	result := signer.CheckLesson(r.lesson, signer.Attempt{
		URL: r.url, Inspected: signer.Inspect(inspection), From: r.from, Answer: r.answer,
	})
	return func(w *writer) {
		w.object("", func() {
			w.flag("done", result.Done)
			w.text("message", result.Message)
		})
	}, nil
}

func (w *writer) broken(b *signer.Broken) {
	w.object("", func() {
		w.text("url", b.URL)
		w.integer("opens", int64(b.Opens))
		w.integer("wait", b.Wait)
		w.text("expect", string(b.Expect))
		w.texts("parameters", b.Parameters)
		w.differences(b.Differences)
	})
}

func (w *writer) attack(a *signer.Attack) {
	w.object("", func() {
		w.text("id", a.ID)
		w.text("title", a.Title)
		w.text("description", a.Description)
		w.text("expect", string(a.Expect))
		w.text("kind", string(a.Kind))
	})
}

func (w *writer) lesson(l *signer.Lesson) {
	w.object("", func() {
		w.text("id", l.ID)
		w.text("title", l.Title)
		w.text("task", l.Task)
		w.text("hint", l.Hint)
		w.text("why", l.Why)
	})
}
