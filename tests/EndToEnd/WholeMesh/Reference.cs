using System.Diagnostics;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>
/// Finds the real programs that tests compare with: by environment variable, or unpacked beside the checkout. Tests that need a missing
/// one are skipped.
/// </summary>
internal static class Reference
{
    private static readonly Lazy<Dictionary<string, string>> Programs = new(Find);

    /// <summary>The real Zipkin server, a jar.</summary>
    public static string ZipkinJar()
    {
        Assert.SkipUnless(Programs.Value.ContainsKey("ZIPKIN_JAR"), "no real Zipkin: ZIPKIN_JAR is not set, and ../shared/reference is not there");
        Assert.SkipUnless(IsOnPath("java"), "no real Zipkin: java is not installed");
        return Programs.Value["ZIPKIN_JAR"];
    }

    /// <summary>The real Envoy.</summary>
    public static string Envoy()
    {
        Assert.SkipUnless(Programs.Value.ContainsKey("ENVOY"), "no real Envoy: ENVOY is not set, and ../shared/reference is not there");
        return Programs.Value["ENVOY"];
    }

    private static Dictionary<string, string> Find()
    {
        var programs = Unpack();
        foreach (var name in new[] { "ENVOY", "ZIPKIN_JAR" })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } path)
            {
                programs[name] = path;
            }
        }

        return programs;
    }

    private static Dictionary<string, string> Unpack()
    {
        var script = Path.Combine(Checkout.Root, "../shared/reference/unpack.sh");
        if (!File.Exists(script))
        {
            return [];
        }

        // Prints: export NAME=path NAME=path ...
        using var process = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Split(' ', StringSplitOptions.TrimEntries).Where(word => word.Contains('=', StringComparison.Ordinal))
            .Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
