using ZipkinMesh.Bench.Harness.Commands;
using ZipkinMesh.Faults;

var codes = new ExitCodes(Failed: 1, Interrupted: 130);
return args is ["check", .. var options]
    ? await CommandRunner.CheckAsync(FaultsCommand.Create(), options, codes)
    : await CommandRunner.RunAsync(FaultsCommand.Create(), args, codes);
