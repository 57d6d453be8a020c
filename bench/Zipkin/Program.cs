using ZipkinMesh.Bench.Harness.Commands;
using ZipkinMesh.Bench.Zipkin;

return await CommandRunner.RunAsync(ZipkinCommand.Create(), args, new ExitCodes(Failed: 2, Interrupted: 2));
