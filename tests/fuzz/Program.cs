using ZipkinMesh.Bench.Harness.Commands;
using ZipkinMesh.Fuzz;
using ZipkinMesh.Fuzz.Differential;

var codes = new ExitCodes(Failed: 1, Interrupted: 130);
var isCheck = args is ["check", ..];
var arguments = isCheck ? args[1..] : args;
var (command, options) = arguments is ["differential", .. var rest] ? (DifferentialCommand.Create(), rest) : (FuzzCommand.Create(), arguments);
return isCheck ? await CommandRunner.CheckAsync(command, options, codes) : await CommandRunner.RunAsync(command, options, codes);
