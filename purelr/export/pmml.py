"""A model as PMML 4.4 (Data Mining Group, https://dmg.org/pmml/v4-4-1/GeneralStructure.html), the XML of model servers.

A RegressionModel with the softmax of a table for each class; that of the first of two classes is empty, as its score is
0. Columns that the fit had scaled go through derived fields.
"""

from __future__ import annotations

from ..basics.errors import refuse
from ..basics.text import entities
from .text import Text, different, named, utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import Description

# What XML 1.0 has no way to write, even by number.
FORBIDDEN = "".join([chr(c) for c in range(32) if c not in (9, 10, 13)]) + "\ufffe\uffff"

PROGRAM = """\
<?xml version="1.0" encoding="UTF-8"?>
<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
  <Header description={about}>
    <Application name="purelr" version={version}/>
  </Header>
  <DataDictionary>
{fields}    <DataField name="{target}" optype="categorical" dataType="string">
{values}    </DataField>
  </DataDictionary>
  <TransformationDictionary>
{derived}  </TransformationDictionary>
  <RegressionModel modelName={name} functionName="classification" normalizationMethod="softmax">
    <MiningSchema>
{schema}      <MiningField name="{target}" usageType="target"/>
    </MiningSchema>
    <Output>
      <OutputField name="{label}" optype="categorical" dataType="string" feature="predictedValue"/>
{outputs}    </Output>
{tables}  </RegressionModel>
</PMML>
"""
DERIVED = """\
    <DerivedField name="{name}" optype="continuous" dataType="double">
      <Apply function="/">
        <Apply function="-"><FieldRef field={column}/><Constant dataType="double">{mean!r}</Constant></Apply>
        <Constant dataType="double">{scale!r}</Constant>
      </Apply>
    </DerivedField>
"""
FIELD = '    <DataField name={} optype="continuous" dataType="double"/>\n'
OUTPUT = '      <OutputField name="{}_{}" optype="continuous" dataType="double" feature="probability" value={}/>\n'
PREDICTOR = '      <NumericPredictor name={} coefficient="{!r}"/>\n'


def program(model: Description) -> str:
    """The text of the file. Labels are text in it, whatever they were."""
    model.refuse_formula("PMML")
    different(model.columns, "PMML")
    different([named(label) for label in model.classes], "PMML", "labels")
    if Text("") in model.columns:
        refuse("the name of a column", "text that PMML can hold", "''", "Rename it, and fit again.")
    columns = [attribute(name, "the name of a column") for name in model.columns]
    classes = [attribute(named(label), "a label") for label in model.classes]
    words = ("target", "label", "probability", "scaled")
    target, label, probability, scaled = [free(word, model.columns) for word in words]
    derived, inputs = "", columns
    if model.mean is not None and model.scale is not None:
        inputs = [f'"{scaled}_{j}"' for j in range(len(columns))]
        derived = "".join(
            [
                DERIVED.format(name=f"{scaled}_{j}", column=column, mean=mean, scale=scale)
                for j, (column, mean, scale) in enumerate(zip(columns, model.mean, model.scale))
            ]
        )
    return PROGRAM.format(
        name=attribute(model.name, "name"),
        about=attribute(f"A logistic regression ({model.kind}) of " + model.date, "the date"),
        version=attribute(model.version, "the version"),
        target=target,
        label=label,
        derived=derived,
        fields="".join([FIELD.format(column) for column in columns]),
        values="".join([f"      <Value value={text}/>\n" for text in classes]),
        schema="".join([f"      <MiningField name={column}/>\n" for column in columns]),
        outputs="".join([OUTPUT.format(probability, k, text) for k, text in enumerate(classes)]),
        tables="".join([table(text, b, w, inputs) for text, (b, w) in zip(classes, model.scores())]),
    )


def table(label: str, intercept: float, coef: list[float], inputs: list[str]) -> str:
    """The score of a class. A coefficient of 0 is left out."""
    predictors = "".join([PREDICTOR.format(name, w) for name, w in zip(inputs, coef) if w])
    start = f'    <RegressionTable targetCategory={label} intercept="{intercept!r}">'
    return f"{start}\n{predictors}    </RegressionTable>\n"


def attribute(text: Text, what: str) -> str:
    """A text as the value of an attribute, in quotes."""
    value = entities(utf8(text, what, "PMML", FORBIDDEN))
    return '"' + "".join([f"&#{ord(c)};" if not c.isprintable() else c for c in value]) + '"'


def free(word: str, columns: list[Text]) -> str:
    """The word, longer where a column begins so."""
    while any([name.raw.startswith(word) for name in columns]):
        word += "_"
    return word
