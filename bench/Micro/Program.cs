using BenchmarkDotNet.Running;
using ZipkinMesh.Bench.Micro;

// micro allocations: bytes a request costs. Otherwise BenchmarkDotNet's own arguments: micro --filter '*'.
if (args is ["allocations"])
{
    await Allocations.PrintAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Allocations).Assembly).Run(args, BenchConfig.Create());
}
