using ZipkinMesh.Bench.Harness.Commands;
using ZipkinMesh.Bench.Zipkin;

var command = ZipkinCommand.Create();
var codes = new ExitCodes(Failed: 2, Interrupted: 2);
return args is ["check", .. var words]
    ? await CommandRunner.CheckAsync(command, words, codes)
    : await CommandRunner.RunAsync(command, args, codes);
