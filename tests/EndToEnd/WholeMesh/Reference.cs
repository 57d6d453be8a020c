using System.Diagnostics;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>
/// The real programs that tests compare with, which stand beside the checkout and are no part of it. Tests that need one are
/// skipped by name where it is not there.
/// </summary>
internal static class Reference
{
    private static readonly Lazy<Dictionary<string, string>> Programs = new(Unpack);

    public static string Root { get; } = FindRoot();

    /// <summary>The real Zipkin server, a jar.</summary>
    public static string ZipkinJar()
    {
        Assert.SkipUnless(Programs.Value.ContainsKey("ZIPKIN_JAR"), "../shared/reference is not there: no real Zipkin");
        Assert.SkipUnless(IsOnPath("java"), "java is not there: no real Zipkin");
        return Programs.Value["ZIPKIN_JAR"];
    }

    /// <summary>The real Envoy.</summary>
    public static string Envoy()
    {
        Assert.SkipUnless(Programs.Value.ContainsKey("ENVOY"), "../shared/reference is not there: no real Envoy");
        return Programs.Value["ENVOY"];
    }

    private static Dictionary<string, string> Unpack()
    {
        var script = Path.Combine(Root, "../shared/reference/unpack.sh");
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

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ZipkinMesh.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests run outside of the checkout.");
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
