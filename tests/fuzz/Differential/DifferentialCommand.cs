using System.Collections.Concurrent;
using System.CommandLine;
using ZipkinMesh.Bench.Harness.Commands;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Fuzz.Differential.Requests;
using ZipkinMesh.Fuzz.Differential.Verdicts;

namespace ZipkinMesh.Fuzz.Differential;

/// <summary>Defines <c>tests/fuzz/differential</c> and its options.</summary>
internal static class DifferentialCommand
{
    private const int DefaultCount = 3000;
    private const int DefaultSeed = 1;
    private const int Lanes = 16;

    // A machine under load may delay a response; a difference counts when it appears again with more time.
    private const int Patience = 4;

    public static Command Create()
    {
        var count = new NumberOption("--count", $"The number of requests (default: {DefaultCount})", 1, 1_000_000);
        var seed = new NumberOption("--seed", $"The seed of the random numbers (default: {DefaultSeed})", 0, int.MaxValue);
        var known = new PathOption("--known", "FILE", "The differences that are by design.");
        var command = new Command("differential", "Sends ambiguous and malformed requests of HTTP/1.1 and HTTP/2 to the front proxy and to Envoy, and compares what their upstreams see.") { count, seed, known };
        command.SetAction((result, cancel) => RunAsync(
            result.GetValue(count) ?? DefaultCount, result.GetValue(seed) ?? DefaultSeed, result.GetValue(known) ?? "tests/fuzz/known-differences.txt", cancel));
        return command;
    }

    private static async Task<int> RunAsync(int count, int seed, string knownFile, CancellationToken cancel)
    {
        var known = new KnownDifferences(knownFile);
        var programs = Programs.Find(baseFolder: null, ["FRONT_PROXY", Programs.EnvoyVariable]);
        await using var workspace = new Workspace();
        await using var ours = new ProxyUnderTest(ProxyKind.Ours, programs, workspace);
        await using var envoy = new ProxyUnderTest(ProxyKind.Envoy, programs, workspace);
        await ours.WaitAsync(cancel);
        await envoy.WaitAsync(cancel);
        Console.WriteLine($"seed {seed}, {count} requests");

        var findings = new ConcurrentBag<Finding>();
        var lanes = new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancel };
        await Parallel.ForEachAsync(RequestGenerator.Generate(seed).Take(count), lanes, async (request, _) =>
        {
            var finding = await CompareAsync(request, ours, envoy, patience: 1, cancel);
            if (finding.Verdict != Verdict.Same)
            {
                findings.Add(finding);
            }
        });

        var confirmed = await ConfirmAsync(findings, ours, envoy, cancel);
        var unknown = confirmed.Where(finding => !known.Contains(finding.Verdict, finding.Request)).ToList();
        DifferentialReport.Print(unknown);
        var lost = ours.TakeUnknown();
        Console.WriteLine($"\nrequests without their case: ours {lost.Count}, Envoy {envoy.TakeUnknown().Count}");
        Console.WriteLine($"known differences: {confirmed.Count - unknown.Count}");
        Console.WriteLine($"{count - unknown.Count} passed, {unknown.Count} failed");
        return unknown.Count == 0 ? ExitCodes.Ok : ExitCodes.Missed;
    }

    private static async Task<List<Finding>> ConfirmAsync(IEnumerable<Finding> findings, ProxyUnderTest ours, ProxyUnderTest envoy, CancellationToken cancel)
    {
        var confirmed = new ConcurrentBag<Finding>();
        var lanes = new ParallelOptions { MaxDegreeOfParallelism = Lanes / 4, CancellationToken = cancel };
        await Parallel.ForEachAsync(findings, lanes, async (finding, _) =>
        {
            var again = await CompareAsync(finding.Request, ours, envoy, Patience, cancel);
            if (again.Verdict != Verdict.Same)
            {
                confirmed.Add(again);
            }
        });
        return [.. confirmed];
    }

    private static async Task<Finding> CompareAsync(RequestCase request, ProxyUnderTest ours, ProxyUnderTest envoy, int patience, CancellationToken cancel)
    {
        var readings = await Task.WhenAll(ours.SendAsync(request, patience, cancel), envoy.SendAsync(request, patience, cancel));
        return new Finding(Judge.Compare(readings[0], readings[1]), request, readings[0], readings[1]);
    }
}
