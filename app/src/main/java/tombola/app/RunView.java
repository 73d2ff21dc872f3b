package tombola.app;

import java.nio.file.Path;
import tombola.lab.report.LedgerNarrative;
import tombola.lab.report.LevelTable;
import tombola.lab.report.Narrative;
import tombola.lab.report.Report;
import tombola.lab.report.TerminalChart;
import tombola.lab.result.RunResult;

/**
 * Prints a run for people.
 *
 * @param console where it goes
 */
record RunView(Console console) {

  /** Prints sentences, table and chart of what {@code report} is of, and where it is. */
  void print(Report report, Path file) {
    RunResult run = report.run();
    Narrative narrative = new Narrative(run);
    console.out().println(run.name());
    console.paragraph(narrative.search());
    console.out().println();
    new LevelTable(run).lines(console.glyphs()).forEach(console.out()::println);
    console.out().println();
    TerminalChart.lines(run, console.columns(), console.glyphs()).forEach(console.out()::println);
    console.out().println();
    console.paragraph(narrative.ticket());
    narrative.replicates().ifPresent(console::paragraph);
    console.paragraph(narrative.caution());
    console.paragraph(narrative.cost());
    report
        .exhibits()
        .ledger()
        .ifPresent(ledger -> console.paragraph(new LedgerNarrative(ledger).paragraph()));
    console.out().println("Report: " + file);
  }
}
