using System.Diagnostics;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>
/// Finds the programs that the mesh is compared with, Envoy and the Zipkin server: by environment variable, or unpacked beside the
/// checkout. Tests that need a missing program are skipped.
/// </summary>
internal static class Reference
{
    private static readonly Lazy<Dictionary<string, string>> Programs = new(Find);

    /// <summary>Returns the path of the Zipkin server's jar; skips the test when it or Java is missing.</summary>
    public static string ZipkinJar()
    {
        Assert.SkipUnless(Programs.Value.ContainsKey("ZIPKIN_JAR"), "The Zipkin server is missing: set ZIPKIN_JAR, or provide ../shared/reference.");
        Assert.SkipUnless(IsOnPath("java"), "The Zipkin server needs java, which is not installed.");
        return Programs.Value["ZIPKIN_JAR"];
    }

    /// <summary>Returns the path of Envoy; skips the test when it is missing.</summary>
    public static string Envoy()
    {
        Assert.SkipUnless(Programs.Value.ContainsKey("ENVOY"), "Envoy is missing: set ENVOY, or provide ../shared/reference.");
        return Programs.Value["ENVOY"];
    }

    /// <summary>Returns the path of a script that runs a standard suite of a protocol; skips the test when it is missing.</summary>
    public static string Protocol(string script)
    {
        var path = Path.Combine(Checkout.Root, "../shared/protocols", script);
        Assert.SkipUnless(File.Exists(path), $"{script} is missing: provide ../shared/protocols.");
        return path;
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

        // Output: export NAME=path NAME=path ...
        using var process = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Split(' ', StringSplitOptions.TrimEntries).Where(word => word.Contains('=', StringComparison.Ordinal))
            .Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
