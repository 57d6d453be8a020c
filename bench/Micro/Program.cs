using BenchmarkDotNet.Running;
using ZipkinMesh.Bench.Micro;

// 'micro allocations' measures the bytes allocated per request. All other arguments are BenchmarkDotNet's: micro --filter '*'.
if (args is ["allocations"])
{
    await Allocations.PrintAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Allocations).Assembly).Run(args, BenchConfig.Create());
}
