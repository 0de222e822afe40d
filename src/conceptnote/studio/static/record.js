/** The form of a record: a person and a row of the programme have one of their own, with a form inside. */
import { html } from "./vendor/preact.js";
import { Form } from "./form.js";
import { Person } from "./person.js";
import { Row } from "./row.js";

export const Record = (props) => {
  const { form } = props;
  const key = `${form.name} ${form.path}`;
  if (form.name === "person") return html`<${Person} ...${props} key=${key} id=${form.path.slice("people.".length)} />`;
  if (form.name === "row") return html`<${Row} ...${props} key=${key} path=${form.path} isFile isChosen />`;
  return html`<${Form} ...${props} key=${key} />`;
};
