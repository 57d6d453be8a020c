using Microsoft.Win32.SafeHandles;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Zipkin.Client;

/// <summary>Writes traces to standard output: as waterfalls to a terminal, otherwise as lines of JSON.</summary>
internal sealed class TraceOutput
{
    // Of a terminal that doesn't tell.
    private const int DefaultWidth = 100;

    private readonly TextWriter _output;
    private readonly Waterfall? _waterfall;

    private TraceOutput(bool asJson)
    {
        if (!asJson && !Console.IsOutputRedirected)
        {
            _waterfall = new Waterfall(Console.WindowWidth > 0 ? Console.WindowWidth : DefaultWidth, TerminalColors.AreEnabled);
        }

        _output = OpenPipe() ?? StandardOutput.Open();
    }

    /// <summary>Runs a command until the reader of its output has seen enough, as in <c>zipkin traces --follow | head -1</c>.</summary>
    /// <param name="asJson">True for JSON on a terminal, too.</param>
    /// <param name="command">The command.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(bool asJson, Func<TraceOutput, Task> command)
    {
        try
        {
            await command(new TraceOutput(asJson));
        }
        catch (IOException)
        {
            // The reader has closed the pipe.
        }

        return 0;
    }

    /// <summary>Writes one of several traces; in JSON, it is one line.</summary>
    public void WriteTrace(FoundTrace trace)
    {
        if (_waterfall is null)
        {
            _output.WriteLine(trace.Json);
            return;
        }

        _waterfall.Write(_output, trace.Spans);
        _output.WriteLine();
    }

    /// <summary>Writes a trace; in JSON, each span is one line.</summary>
    public void WriteSpans(FoundTrace trace)
    {
        if (_waterfall is not null)
        {
            _waterfall.Write(_output, trace.Spans);
            return;
        }

        foreach (var span in trace.SpansInJson)
        {
            _output.WriteLine(span);
        }
    }

    // The stream of the console ignores that a pipe is closed, and a command that follows would never end. Into a file, only that stream
    // appends to what other processes write.
    private static StreamWriter? OpenPipe()
    {
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return Console.IsOutputRedirected && !stream.CanSeek ? new StreamWriter(stream) { AutoFlush = true } : null;
    }
}
