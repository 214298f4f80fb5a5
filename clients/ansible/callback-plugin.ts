/** The name by which Ansible finds the plugin: that of its file. */
export const callbackName = 'nightshift_events';

/**
 * Makes Ansible say what it does as one JSON object a line, with as much of a result as people need: of the plugins that
 * come with it, none is made for programs. What a task hides by `no_log` has been taken out before it gets here. Files are
 * told by their path and by how many lines change, never by what is in them.
 */
export const callbackPlugin = `import difflib
import json

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: ${callbackName}
type: stdout
short_description: one JSON object a line for Nightshift
description:
  - Tells task by task how a playbook goes.
extends_documentation_fragment:
  - default_callback
"""

LONGEST_TEXT = 1000
LARGEST_FILE = 200000
MOST_CHANGES = 10


def text(value):
    return str(value)[:LONGEST_TEXT]


def lines(value):
    return str(value or "")[:LARGEST_FILE].splitlines()


def items(told):
    return [item for item in told.get("results") or [] if isinstance(item, dict)]


def message_of(told):
    if told.get("censored"):
        return "(hidden by no_log)"
    worst = [item for item in items(told) if item.get("failed") or item.get("unreachable")]
    for item in worst + [told]:
        words = [str(item.get(key)) for key in ("msg", "stderr") if item.get(key)]
        if words:
            return text(": ".join(words))
    return ""


def is_untold(told):
    reasons = ("skip_reason", "skipped_reason", "false_condition")
    return any(not any(reason in item for reason in reasons) for item in items(told) or [told])


def change_of(diff):
    changed = difflib.unified_diff(lines(diff.get("before")), lines(diff.get("after")), n=0, lineterm="")
    signs = [line[:1] for line in changed][2:]
    path = diff.get("after_header") or diff.get("before_header") or ""
    return {"path": text(path), "added": signs.count("+"), "removed": signs.count("-")}


def changes_of(told):
    found = [item.get("diff") for item in items(told) or [told]]
    diffs = [diff for each in found for diff in (each if isinstance(each, list) else [each])]
    return [change_of(diff) for diff in [diff for diff in diffs if isinstance(diff, dict)][:MOST_CHANGES]]


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "${callbackName}"

    def say(self, event, **fields):
        print(json.dumps({"event": event, **fields}), flush=True)

    def ended(self, result, status):
        told = result._result
        self.say(
            "result",
            host=text(result._host.get_name()),
            task=text(result._task.get_name()),
            status=status,
            message=message_of(told),
            untold=status == "skipped" and is_untold(told),
            changes=changes_of(told),
        )

    def v2_playbook_on_task_start(self, task, is_conditional):
        delegate = text(task.delegate_to) if task.delegate_to else None
        self.say("task", task=text(task.get_name()), delegate=delegate)

    def v2_playbook_on_handler_task_start(self, task):
        self.v2_playbook_on_task_start(task, False)

    def v2_runner_on_ok(self, result):
        self.ended(result, "changed" if result._result.get("changed") else "ok")

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.ended(result, "ignored" if ignore_errors else "failed")

    def v2_runner_on_skipped(self, result):
        self.ended(result, "skipped")

    def v2_runner_on_unreachable(self, result):
        self.ended(result, "unreachable")

    def v2_playbook_on_stats(self, stats):
        for host in sorted(stats.processed):
            counts = stats.summarize(host)
            named = {name: counts[name] for name in ("ok", "changed", "unreachable")}
            self.say("stats", host=text(host), failed=counts["failures"], **named)
`;
