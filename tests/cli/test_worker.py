#!/usr/bin/env python3
"""Drawing for `check` and `preview` with workers that die, hang, lie or are not there."""

import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from lab import BANGTIN, Lab, item

HERE = Path(__file__).resolve().parent
DRAW = Path(os.environ["BANGTIN_DRAW"])


class WorkerTest(Lab):
    def setUp(self):
        super().setUp()
        self.bin = self.root / "bin"
        self.bin.mkdir()
        for program in (BANGTIN, BANGTIN.with_name("bangtin-author"), DRAW):
            shutil.copy(program, self.bin)
        shutil.copy(HERE.parent / "fault/bad_render.py", self.bin)
        text = (HERE / "fussy_render.py").read_text().replace("/usr/bin/env python3", sys.executable, 1)
        self.write("bin/bangtin-render", text).chmod(0o755)
        self.env = {"FUSSY_STARTS": str(self.root / "starts")}

    def starts(self):
        path = self.root / "starts"
        return len(path.read_text().splitlines()) if path.exists() else 0

    def draw(self, *titles, limit=60000, **env):
        """({id: state}, result) of drawing notices with these titles."""
        items = [item(id=f"n{i}", title=title) for i, title in enumerate(titles)]
        done = subprocess.run([self.bin / DRAW.name, self.folder(items), str(limit)],
                              env=os.environ | self.env | env, capture_output=True, text=True, check=True)
        lines = [line.split() for line in done.stdout.splitlines()]
        self.assertEqual(lines[-1][0], "result")
        return dict(lines[:-1]), int(lines[-1][1])

    def test_every_item_is_told_of_once(self):
        states, result = self.draw(*["good"] * 40)
        self.assertEqual((len(states), result), (40, 0))
        self.assertEqual(set(states.values()), {"done"})

    def test_what_kills_twice_is_named_and_the_rest_is_drawn(self):
        states, result = self.draw("good", "kill", "good", "kill", "good")
        self.assertEqual(result, 0)
        self.assertEqual([states[f"n{i}"] for i in range(5)], ["done", "died", "done", "died", "done"])
        self.assertGreaterEqual(self.starts(), 5)  # one, and one more for each death

    def test_a_worker_that_leaves_is_called_again(self):
        self.assertEqual(self.draw("leave once"), ({"n0": "done"}, 0))

    def test_a_worker_that_hangs_is_ended(self):
        states, result = self.draw("silent", "good", limit=4000)
        self.assertEqual((states, result), ({"n0": "late", "n1": "done"}, 0))

    def test_a_refusal_is_an_answer(self):
        self.assertEqual(self.draw("refuse"), ({"n0": "refused"}, 0))

    def test_lies_count_as_deaths(self):
        for lie in ("rubbish", "other-size", "short", "unsealed", "no-memfd", "no-pixels", "other-job",
                    "numbers", "many-descriptors"):
            with self.subTest(lie=lie):
                states, result = self.draw("good", lie)
                self.assertEqual((states["n0"], result), ("done", 0))
                self.assertIn(states["n1"], ("died", "done") if lie == "many-descriptors" else ("died",))

    def test_a_worker_that_never_answers_is_the_machine_s_fault(self):
        folder = self.folder([item(id=f"n{i}") for i in range(100)])
        for command in (["check", folder], ["preview", folder, "--out", self.root / "out"]):
            done = self.run_bangtin(*command, program=self.bin / "bangtin", FUSSY="exit", **self.env)
            self.assertEqual(done.returncode, 3)
            self.assertIn("install bangtin again", done.stderr)
        self.assertLess(self.starts(), 100)
        site = self.write("board.json", {"screen": {"size": "192x96"}})
        done = self.run_bangtin("simulate", folder, "--site", site, "--hours", "1", program=self.bin / "bangtin",
                                FUSSY="exit", **self.env)
        self.assertEqual(done.returncode, 0)
        self.assertIn("items are taken to stay for their duration", done.stderr)
        self.assertNotIn("Never shown", done.stdout)

    def test_a_missing_worker_is_the_machine_s_fault(self):
        (self.bin / "bangtin-render").unlink()
        folder = self.folder()
        for command in (["check", folder], ["preview", folder, "--out", self.root / "out"]):
            done = self.run_bangtin(*command, program=self.bin / "bangtin")
            self.assertEqual(done.returncode, 3)
            self.assertIn("install bangtin again", done.stderr)

    def test_check_and_preview_name_what_kills(self):
        folder = self.folder([item(id="a", title="good"), item(id="b", title="kill")])
        done = self.run_bangtin("check", folder, program=self.bin / "bangtin", **self.env)
        self.assertEqual(done.returncode, 1)
        self.assertIn('"b" brings the drawing program down', done.stdout)
        done = self.run_bangtin("preview", folder, "--out", "out", program=self.bin / "bangtin", **self.env)
        self.assertEqual(done.returncode, 1)
        self.assertIn('"b" is not drawn: it brings the drawing program down', done.stderr)
        self.assertTrue((self.root / "out/1920x1080/001-a.png").exists())


if __name__ == "__main__":
    unittest.main()
