using System.CommandLine;
using ZipkinMesh.Bench.Harness;
using ZipkinMesh.Bench.Harness.Commands;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Bench.Harness.Reports;
using ZipkinMesh.Faults.Reports;
using ZipkinMesh.Faults.Scenarios;
using ZipkinMesh.Faults.Subjects;

namespace ZipkinMesh.Faults;

/// <summary>Defines <c>tests/faults/run</c> and its options.</summary>
internal static class FaultsCommand
{
    public static Command Create()
    {
        var names = ScenarioCatalog.All.Select(scenario => scenario.Name).ToArray();
        var only = new NamesOption("--only", "FAULTS", "Runs some faults only (default: all but soak)", names);
        var json = new PathOption("--json", "FILE", "Also writes all figures to a JSON file.");
        var command = new Command(
            "faults", "Runs the published proxies, and Envoy beside them, under faults and hostile clients, and prints the figures. About 6 minutes.") { only, json };
        command.SetAction((result, cancel) => RunAsync(result.GetValue(only), result.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string>? only, string? json, CancellationToken cancel)
    {
        if (json is not null)
        {
            OutputPath.CreateFile("--json", json);
        }

        var hasEnvoy = Environment.GetEnvironmentVariable(Programs.EnvoyVariable) is { Length: > 0 };
        var programs = Programs.Find(baseFolder: null, ["FRONT_PROXY", "SIDECAR", .. hasEnvoy ? [Programs.EnvoyVariable] : Array.Empty<string>()]);
        var scenarios = only is null ? ScenarioCatalog.Default : [.. ScenarioCatalog.All.Where(scenario => only.Contains(scenario.Name))];
        var (report, passed) = (new FaultReport(), 0);
        foreach (var scenario in scenarios)
        {
            passed += await RunAsync(scenario, programs, hasEnvoy, report, cancel) ? 1 : 0;
        }

        Console.WriteLine($"\n{Machine.Read()}\n\n{report.ToMarkdown()}\n");
        if (json is not null)
        {
            report.WriteJson(json);
        }

        if (!hasEnvoy)
        {
            Console.WriteLine("Envoy was not run: set ENVOY, or provide ../shared/reference.");
        }

        Console.WriteLine($"{passed} passed, {scenarios.Count - passed} failed");
        return passed == scenarios.Count ? ExitCodes.Ok : ExitCodes.Missed;
    }

    private static async Task<bool> RunAsync(Scenario scenario, Programs programs, bool hasEnvoy, FaultReport report, CancellationToken cancel)
    {
        try
        {
            // Both at once: most of the time is spent waiting.
            var ours = RunAsync(scenario, ProxyKind.Ours, programs, cancel);
            var envoy = hasEnvoy && scenario.RunsEnvoy ? RunAsync(scenario, ProxyKind.Envoy, programs, cancel) : Task.FromResult<Outcome>(null!);
            await Task.WhenAll(ours, envoy);
            report.Add(scenario, "ours", await ours);
            if (await envoy is { } reference)
            {
                report.Add(scenario, "Envoy", reference);
            }

            var problems = scenario.Judge(await ours, await envoy).ToList();
            Console.WriteLine(problems.Count == 0 ? $"ok   {scenario.Name}" : $"FAIL {scenario.Name}: {string.Join("; ", problems)}");
            return problems.Count == 0;
        }
        catch (BenchException e)
        {
            Console.WriteLine($"FAIL {scenario.Name}: {e.Message}");
            return false;
        }
    }

    private static async Task<Outcome> RunAsync(Scenario scenario, ProxyKind kind, Programs programs, CancellationToken cancel)
    {
        await using var bed = new TestBed(kind, programs, cancel);
        return await scenario.RunAsync(bed);
    }
}
