// Executes SCXML with Qt. A line of JSON for each thing to do, a line of JSON with what came of it:
//   {"load": "<file>"}                          starts the machine of a file
//   {"event": "pulse.due", "data": {…}}         sends it an event
// Both are answered by {"active": [ids of the active states], "data": {…}}; whatever Qt warns of goes to stderr.
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScopedPointer>
#include <QScxmlDataModel>
#include <QScxmlError>
#include <QScxmlStateMachine>
#include <QTextStream>

int main(int argc, char *argv[]) {
  QCoreApplication app(argc, argv);
  QTextStream in(stdin), out(stdout), err(stderr);
  QScopedPointer<QScxmlStateMachine> machine;
  QStringList fields;
  QString line;
  while (in.readLineInto(&line)) {
    const QJsonObject told = QJsonDocument::fromJson(line.toUtf8()).object();
    if (told.contains("load")) {
      machine.reset(QScxmlStateMachine::fromFile(told["load"].toString()));
      for (const QScxmlError &error : machine->parseErrors()) err << error.toString() << Qt::endl;
      fields = told["fields"].toVariant().toStringList();
      machine->init();
      machine->start();
    } else {
      machine->submitEvent(told["event"].toString(), told["data"].toVariant());
    }
    QCoreApplication::processEvents();
    QJsonObject data;
    for (const QString &field : fields)
      data[field] = QJsonValue::fromVariant(machine->dataModel()->scxmlProperty(field));
    const QJsonObject answer{
        {"active", QJsonArray::fromStringList(machine->activeStateNames(false))}, {"data", data}};
    out << QJsonDocument(answer).toJson(QJsonDocument::Compact) << Qt::endl;
  }
  return 0;
}
