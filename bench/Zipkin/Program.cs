using System.Runtime.InteropServices;
using ZipkinMesh.ZipkinBench;

if (args.Contains("--help"))
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = BenchOptions.Parse(args);
    stop.CancelAfter(options.MostTime);
    return await Bench.RunAsync(options, stop.Token) ? 0 : 1;
}
catch (BenchException mistake)
{
    Console.Error.WriteLine($"bench/zipkin: {mistake.Message}");
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("bench/zipkin: stopped before it was done");
    return 2;
}
