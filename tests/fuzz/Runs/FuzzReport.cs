namespace ZipkinMesh.Fuzz.Runs;

/// <summary>Prints the results of targets.</summary>
internal static class FuzzReport
{
    /// <summary>Prints the figures of a run and, when it failed, the input.</summary>
    public static void Print(TargetRun run, Failure? failure)
    {
        var figures = FormattableString.Invariant(
            $"{run.Executions,9} inputs in {run.Elapsed.TotalSeconds:0} s, {run.Executions / run.Elapsed.TotalSeconds:0}/s, {Percent(run):0} % valid, {run.Outcomes} outcomes");
        var lines = failure is null
            ? $"ok   {run.Target.Name,-17}{figures}"
            : $"""
              FAIL {run.Target.Name,-17}{figures}
                   {failure.Problem.GetType().Name}: {failure.Problem.Message}
                   {failure.Problem.StackTrace?.ReplaceLineEndings("\n     ").TrimStart()}
                   execution {failure.Execution}, {failure.Input.Length} bytes, written to {Corpus.WriteFailure(run.Target, failure.Input)}
                   escaped: {failure.Escaped}
                   hex:     {failure.Hex}
              """;
        Console.WriteLine(lines);
    }

    private static double Percent(TargetRun run) => run.Executions == 0 ? 0 : 100.0 * run.Accepted / run.Executions;
}
