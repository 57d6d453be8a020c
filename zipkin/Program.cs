using ZipkinMesh.Hosting;
using ZipkinMesh.Zipkin;

return await ConsoleProgram.RunAsync("zipkin", () => ZipkinCommand.RunAsync(args));
