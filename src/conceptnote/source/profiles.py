"""Profiles of funders and forums: find and read them, and fill in what the event file leaves out of a funder's.

The event file comes before the profile, key by key. A value of a profile has its path in the event
(`funders[0].disclaimer`), and is reported at the key `profile`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, did_you_mean
from conceptnote.languages.known import DEFAULT
from conceptnote.source.own_languages import known_languages
from conceptnote.source.project import Project
from conceptnote.source.project_file import PROFILE, file_names, own_or_shipped
from conceptnote.source.source_map import SourceMap
from conceptnote.source.validation import Model, validate
from conceptnote.source.yaml_tree import read_yaml

if TYPE_CHECKING:
    from conceptnote.schema.forum import Forum
    from conceptnote.schema.profile import Profile, Rule

_FOLDER, _FORUMS, _SUFFIX = "funders", "forums", ".yaml"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REFERENCE = "docs/funders.md"
_PLAIN = ("placement", "prominent", "beside")
_OF_LOGOS = ("min_height", "clear_space")


class Profiles(Struct, frozen=True):
    """The profiles of funders for one project: its own first, then the shipped ones, file by file."""

    project: Project

    def names(self) -> list[str]:
        """All their names."""
        return [name for name in file_names(self.project, _FOLDER, _SUFFIX) if _NAME.fullmatch(name)]

    def read(self, name: str) -> Profile | None:
        """A profile by name; None if there is none.

        Raises DiagnosticError for one that points outside the project, cannot be read, or breaks the schema.
        """
        from conceptnote.schema.profile import Profile

        return _read(self.project, _FOLDER, name, Profile, _REFERENCE) if _NAME.fullmatch(name) else None


def forum_names(project: Project) -> set[str]:
    """The forums that an event of this project can name."""
    return set(file_names(project, _FORUMS, _SUFFIX))


def forum_of(project: Project, name: str | None) -> Forum | None:
    """The profile of a forum in `forum_names`; None without a name. Raises DiagnosticError for a wrong profile, or a
    link that points outside the project."""
    from conceptnote.schema.forum import Forum

    return _read(project, _FORUMS, name, Forum, "docs/checks.md") if name else None


def _read(project: Project, folder: str, name: str, model: type[Model], reference: str) -> Model | None:
    found = own_or_shipped(project, folder, name + _SUFFIX, PROFILE)
    if found is None:
        return None
    data, source_map, problems = read_yaml(*found)
    profile, wrong = validate(model, data, source_map, reference)
    if problems or profile is None:
        raise DiagnosticError(*problems, *wrong)
    return profile


def fill_from_profiles(data: Any, source_map: SourceMap, project: Project) -> tuple[Any, list[Diagnostic]]:
    """Fill in the data of an event file from the profiles of its funders, with any problems.

    `source_map` records which values come from a profile.
    """
    funders = data.get("funders") if isinstance(data, dict) else None
    if not isinstance(funders, list):
        return data, []
    filling = _Filling(data, source_map, Profiles(project))
    made = [filling.funder(at, each) if isinstance(each, dict) else each for at, each in enumerate(funders)]
    return {**data, "funders": made}, filling.problems


class _Filling(Struct):
    data: dict[str, Any]
    source_map: SourceMap
    profiles: Profiles
    problems: list[Diagnostic] = field(default_factory=list)

    def funder(self, at: int, given: dict[str, Any]) -> dict[str, Any]:
        """A funder's record, filled in from its profile."""
        path: DataPath = ("funders", at)
        name, variables = given.get("profile"), given.get("variables")
        if not isinstance(name, str):
            if variables and name is None:
                self._problem(Code.WRONG_VALUE, "there are variables, but no profile", (*path, "variables"),
                              "add “profile: …”, or remove them", key=True)  # fmt: skip
            return given
        if (profile := self._profile(name, (*path, "profile"))) is None:
            # Values of an unreadable profile are not missing too.
            return {**given, "lockup": given.get("lockup") or name}
        given = self._without_borrowed(given, profile, path)
        values = self._values(given, profile, path)
        gives = self._texts(given, profile, path, values)
        gives |= {key: rule.value for key in _PLAIN if (rule := getattr(profile.rules, key))}
        if notes := [*(note.value for note in profile.notes), *self._unverified(gives, profile)]:
            gives["notes"] = notes
        made = self._given(given, gives, path)
        if "logos" in given:
            made["logos"] = self._logos(given["logos"], profile, (*path, "logos"))
        if agreed := _approval(given, profile, self._beside(at)):
            own = given.get("approval")
            if own is None:
                made = self._given(made, {"approval": agreed}, path)
            elif isinstance(own, dict):
                made["approval"] = self._given(own, agreed, (*path, "approval"))
        return made

    def _profile(self, name: str, path: DataPath) -> Profile | None:
        try:
            if (profile := self.profiles.read(name)) is None:
                hint = did_you_mean(name, self.profiles.names(), listing="the profiles are")
                self._problem(Code.UNKNOWN_REFERENCE, f"there is no profile “{name}”", path, hint)
            return profile
        except DiagnosticError as error:
            self.problems += error.diagnostics
            return None

    def _without_borrowed(self, given: dict[str, Any], profile: Profile, path: DataPath) -> dict[str, Any]:
        """The record without texts in another language that the profile has in the papers' language."""
        from conceptnote.schema.profile import TEXTS

        language = self._language
        spoken = {key: self.source_map.chosen_languages.get((*path, key), language) for key in TEXTS}
        borrowed = {key for key in spoken if spoken[key] != language and language in getattr(profile, key)}
        for key in borrowed:
            del self.source_map.chosen_languages[*path, key], self.source_map.translations[*path, key]
        return {key: value for key, value in given.items() if key not in borrowed}

    @property
    def _language(self) -> str:
        language = self.data.get("language")
        return language if isinstance(language, str) else DEFAULT

    def _given(self, given: dict[str, Any], gives: dict[str, Any], path: DataPath) -> dict[str, Any]:
        """The record with the values that it does not have itself."""
        absent = {key: value for key, value in gives.items() if given.get(key) is None}
        source = (*path[:2], "profile")
        self.source_map.provided_by |= {(*path, key): source for key in absent}
        return {**given, **absent}

    def _logos(self, logos: Any, profile: Profile, path: DataPath) -> Any:
        gives = {key: rule.value for key in _OF_LOGOS if (rule := getattr(profile.rules, key))}
        if isinstance(logos, list):
            return [self._given(o, gives, (*path, at)) if isinstance(o, dict) else o for at, o in enumerate(logos)]
        return self._given(logos, gives, path) if isinstance(logos, dict) else logos

    def _unverified(self, gives: dict[str, Any], profile: Profile) -> Iterator[str]:
        """Which of the texts that a profile gives nobody has compared with their source."""
        from conceptnote.schema.profile import TEXTS

        for key in TEXTS:
            rule: Rule[Any] | None = getattr(profile, key).get(self._language)
            if key in gives and rule and not rule.verified:
                yield f"Compare the {key} with the grant agreement; it is not verified: {rule.source} ({rule.date})."

    def _values(self, given: dict[str, Any], profile: Profile, path: DataPath) -> dict[str, str]:
        """The values of the variables, including those that the event itself gives."""
        variables = given.get("variables")
        own = variables if isinstance(variables, dict) else {}
        for name in own:
            if name not in profile.variables:
                hint = did_you_mean(name, profile.variables, listing="its variables are") or "it has none; remove it"
                message = f"the profile “{given['profile']}” has no variable “{name}”"
                self._problem(Code.UNKNOWN_KEY, message, (*path, "variables", name), hint, key=True)
        party = self._party(given.get("party"))
        built_in = {"party": party.get("name"), "project": given.get("project")}
        return {name: value for name, value in {**own, **built_in}.items() if isinstance(value, str)}

    def _party(self, name: Any) -> dict[str, Any]:
        parties = self.data.get("parties")
        party = parties.get(name) if isinstance(parties, dict) and isinstance(name, str) else None
        return party if isinstance(party, dict) else {}

    def _texts(self, given: dict[str, Any], profile: Profile, path: DataPath, values: dict[str, str]) -> dict[str, Any]:
        """The texts in the papers' language that the file does not have."""
        from conceptnote.schema.profile import TEXTS

        language = self._language
        made: dict[str, Any] = {}
        for key in TEXTS:
            texts: dict[str, Rule[Any]] = getattr(profile, key)
            declined = key == "disclaimer" and _is_true(given, "no_disclaimer")
            if given.get(key) is not None or declined or not (texts or key == "lockup"):
                continue
            if rule := texts.get(language):
                made[key] = self._filled(rule.value, values, profile, path)
                continue
            message = f"the profile “{given['profile']}” has no “{key}” in “{language}”"
            has = f" (it has one in {', '.join(texts)})" if texts else ""
            at = self.source_map.locate((*path, "profile"))
            hint = f"agree the words with the funder, and write “{key}: …” here{has}"
            self.problems.append(Diagnostic(Code.MISSING_KEY, message, at, (*path, key), hint))
        return made

    def _filled(self, text: Any, values: dict[str, str], profile: Profile, path: DataPath) -> Any:
        from conceptnote.schema.profile import BUILT_IN, filled, placeholders

        if isinstance(text, list):
            return [self._filled(each, values, profile, path) for each in text]
        missing = [name for name in placeholders(text) if name not in values]
        for name in missing:
            own = name in profile.variables
            where = (*path, "variables", name) if own else (*path, name)
            meaning = profile.variables[name] if own else BUILT_IN[name]
            hint = f"add “variables: {{{name}: …}}”: {meaning}" if own else f"add “{name}: …”: {meaning}"
            if own or name != "party":  # A wrong party is reported already.
                at = self.source_map.locate((*path, "profile"))
                message = f"the profile's text needs “{name}”, and it is missing"
                self.problems.append(Diagnostic(Code.MISSING_KEY, message, at, where, hint))
        known, language = known_languages(self.profiles.project), self._language
        joined = [known[language].papers.joined] if language in known else []
        return filled(text, values | {name: name for name in missing}, *joined)

    def _beside(self, at: int) -> list[tuple[str | None, str]]:
        """The marks of the other funders: the profile and the name of each."""
        source_map = []
        for other, funder in enumerate(self.data["funders"]):
            if other != at and isinstance(funder, dict) and funder.get("suppressed") is None:
                source_map += [(funder.get("profile"), name) for name in self._names(funder)]
        return source_map

    def _names(self, funder: dict[str, Any]) -> Iterator[str]:
        logos = funder.get("logos")
        party = self._party(funder.get("party"))
        for logo in logos if isinstance(logos, list) else [logos]:
            if isinstance(logo, dict):
                yield " / ".join(str(n) for n in (logo.get("alt"), party.get("name"), party.get("acronym")) if n)

    def _problem(self, code: Code, message: str, path: DataPath, hint: str | None, *, key: bool = False) -> None:
        self.problems.append(Diagnostic(code, message, self.source_map.locate(path, key=key), path, hint))


def _is_true(given: dict[str, Any], key: str) -> bool:
    return str(given.get(key)).lower() in ("1", "on", "t", "true", "y", "yes")


def _approval(given: dict[str, Any], profile: Profile, beside: list[tuple[str | None, str]]) -> dict[str, Any]:
    """Whether the funder must agree, and why; nothing if the profile does not say."""
    from conceptnote.schema.profile import OTHERS

    rules = profile.rules
    reasons = []
    if rules.approval and rules.approval.value:
        reasons.append(_because("publishing anything", rules.approval))
    if (rule := rules.text_only) and not rule.value and _is_true(given, "text_only"):
        reasons.append(_because("words without a mark", rule))
    if (leave := rules.approval_beside) and given.get("logos") is not None:
        for other, name in beside:
            named = any(re.search(rf"\b{re.escape(word)}\b", name, re.IGNORECASE) for word in leave.value)
            if named or (OTHERS in leave.value and other != given["profile"]):
                reasons.append(_because(f"the mark beside “{name}”", leave))
    if reasons:
        return {"required": True, "reason": "; ".join(dict.fromkeys(reasons))}
    return {"required": False} if rules.approval else {}


def _because(what: str, rule: Rule[Any]) -> str:
    return f"{what}: {rule.source} ({rule.date})"
