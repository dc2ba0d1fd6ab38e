"""Which templates a template is made of, and what can be told of a user's own before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from jinja2 import Environment, TemplateError, TemplateNotFound, meta, nodes

from generator.assets import template_root
from generator.diagnostics import Diagnostic, SpecError
from generator.likeness import nearest
from generator.plan.files import PlannedFile
from generator.render.environment import OURS, TEMPLATES, environment
from generator.render.mistakes import mistake
from generator.render.own import ENDING, OwnTemplates, read_folder


@lru_cache(maxsize=1)
def our_templates() -> tuple[str, ...]:
    """The names of our templates."""
    root = template_root()
    return tuple(sorted(path.relative_to(root).as_posix() for path in root.rglob(f"*{ENDING}")))


def read_own(folder: str) -> OwnTemplates:
    """A user's own templates, of which each can be compiled and takes part in what is written.

    Raises:
        SpecError: with every mistake that can be told without rendering.
    """
    own = read_folder(folder)
    found = [problem for name in own.names() for problem in _problems(own, name)]
    if not found:
        used = {name for ours in our_templates() for name in parts_of(own, ours)}
        found = [_unused(own, name) for name in own.names() if name not in used]
    if found:
        raise SpecError(*found)
    return own


@lru_cache(maxsize=512)
def parts_of(own: OwnTemplates, name: str) -> tuple[str, ...]:
    """The own templates that a template is made of: itself, and what it includes, extends or imports."""
    seen: set[str] = set()
    todo = [name]
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            todo += _references(own, one)
    return tuple(sorted(seen & set(own.names())))


def parts_of_file(own: OwnTemplates, file: PlannedFile) -> set[str]:
    """The own templates that a file is made of."""
    kinds = {TEMPLATES[type(record)] for record in file.records if type(record) in TEMPLATES}
    return {part for name in (file.template, *kinds) for part in parts_of(own, name)}


def is_markdown(own: OwnTemplates, name: str) -> bool:
    """Whether a template is a part of one that writes Markdown."""
    return name in {one for ours in our_templates() if _ends(ours) for one in parts_of(own, ours)}


def _ends(name: str) -> bool:
    return name.endswith(f".md{ENDING}")


def _references(own: OwnTemplates, name: str) -> Iterable[str]:
    """The templates that a template names; of one that it computes, every one can be meant."""
    jinja = environment(own, markdown_too=True)
    try:
        named = set(meta.find_referenced_templates(_parsed(jinja, name)))
    except TemplateError:
        return ()  # it is reported elsewhere
    return own.names() if None in named else filter(None, named)


def _parsed(jinja: Environment, name: str) -> nodes.Template:
    if jinja.loader is None:  # pragma: no cover - there is one
        raise TemplateNotFound(name)
    source, path, _ = jinja.loader.get_source(jinja, name)
    return jinja.parse(source, name, path)


def _problems(own: OwnTemplates, name: str) -> Iterator[Diagnostic]:
    """What forbids to compile a template, or that it names templates that are not there."""
    jinja = environment(own, markdown_too=is_markdown(own, name))
    try:
        jinja.get_template(name)
        parsed = _parsed(jinja, name)
    except Exception as error:  # noqa: BLE001 - also what evaluates a constant may fail
        yield mistake(own, error, name, ())
        return
    known = {*our_templates(), *own.names(), *(f"{OURS}/{ours}" for ours in our_templates())}
    kinds = (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)
    for node in parsed.find_all(kinds):
        named = getattr(node.template, "value", None)  # type: ignore[attr-defined]
        if isinstance(named, str) and named not in known and not _may_miss(node):
            close = nearest(named, known)
            help_ = f"did you mean {close}?" if close else "`sesgen templates` lists ours"
            place = own.whole_line(name, node.lineno)
            yield own.at("TPL005", f"there is no template {named!r}", name, place, help_)


def _may_miss(node: nodes.Node) -> bool:
    return bool(getattr(node, "ignore_missing", False))


def _unused(own: OwnTemplates, name: str) -> Diagnostic:
    close = nearest(name, our_templates(), 0.7)
    same = [ours for ours in our_templates() if ours.rpartition("/")[2] == name.rpartition("/")[2]]
    hint = [*same, *filter(None, [close])]
    help_ = (
        f"did you mean {hint[0]}?" if hint else "`sesgen templates` lists the names; or include it"
    )
    message = f"{name} replaces no template, and none includes it"
    return own.at("TPL009", message, name, own.whole_line(name, 1), help_)
