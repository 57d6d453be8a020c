using ZipkinMesh.Hosting;

namespace ZipkinMesh.Bench.Zipkin.Options;

/// <summary>Represents the options of a run.</summary>
internal sealed record BenchOptions
{
    /// <summary>The options of <c>--quick</c>.</summary>
    public static readonly BenchOptions Quick = new() { Spans = 50_000, Rounds = 2, Starts = 1, Searches = 20 };

    /// <summary>The path of our program.</summary>
    public string Ours { get; init; } = "";

    /// <summary>The path of the real server's jar.</summary>
    public string Jar { get; init; } = "";

    /// <summary>The JSON file for the figures. Default: none.</summary>
    public string? JsonFile { get; init; }

    /// <summary>Spans stored when memory and search are measured: 10000 to 10000000. Default: 500000.</summary>
    public int Spans { get; init; } = 500_000;

    /// <summary>Counted ingest rounds per format. One more precedes them, so that the real server's JIT compiler has run. Default: 4.</summary>
    public int Rounds { get; init; } = 4;

    /// <summary>Starts of each server. Default: 3.</summary>
    public int Starts { get; init; } = 3;

    /// <summary>Requests per kind of search and server. Default: 200.</summary>
    public int Searches { get; init; } = 200;

    /// <summary>The time after which the run is cancelled. Default: 10 minutes.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Checks that both programs exist.</summary>
    /// <exception cref="SettingException">A path is missing, or isn't the path of a file.</exception>
    public void ValidatePrograms()
    {
        Validate("--ours", Ours, "the path of the embedded Zipkin's program (ZIPKIN_OURS)");
        Validate("--jar", Jar, "the path of zipkin-server-exec.jar (ZIPKIN_JAR)");
    }

    private static void Validate(string option, string path, string allowed)
    {
        if (!File.Exists(path))
        {
            throw path.Length == 0 ? SettingException.Missing(option, allowed) : SettingException.NotAllowed(option, path, allowed);
        }
    }
}
